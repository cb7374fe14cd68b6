import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { LABEL_COLORS } from '../../contracts/index.js';

export class NewLabelDto {
  /** @example 'Paid' */
  @IsString()
  @Length(1, 100)
  name: string;

  /** Of the 20 that WhatsApp's clients show, by number. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LABEL_COLORS - 1)
  color?: number;
}

export class ChangeLabelDto {
  /** @example 'Paid' */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LABEL_COLORS - 1)
  color?: number;
}

export class LabelDto {
  /** @example '6' */
  labelId: string;
  /** @example 'Paid' */
  name: string;
  /** From 0 to 19. @example 3 */
  color: number;
}

export class LabelListDto {
  labels: LabelDto[];
}
