import { IsString, MaxLength } from 'class-validator';

export class EraseMeDto {
  /** @example 'my password so far' */
  @IsString()
  @MaxLength(1024)
  password: string;
}
