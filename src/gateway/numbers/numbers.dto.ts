import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Length } from 'class-validator';
import { NUMBERS_AT_ONCE } from '../../contracts/index.js';

export class CheckNumbersDto {
  /** In international form. @example ['+628123456789', '+628987654321'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(NUMBERS_AT_ONCE)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  phones: string[];
}

export class CheckedNumberDto {
  /** @example '+628123456789' */
  phone: string;
  /** Whether it is on WhatsApp. */
  exists: boolean;
  /** The address to write to. @example '628123456789@s.whatsapp.net' */
  whatsappId?: string;
  /** @example '98765432101234@lid' */
  lid?: string;
}

export class CheckedNumbersDto {
  /** In the order of the question. */
  numbers: CheckedNumberDto[];
}
