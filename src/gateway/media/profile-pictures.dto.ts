import { IsOptional, IsString, Length } from 'class-validator';

/** One of `url`, `base64` and `mediaId`. */
export class PictureDto {
  /** Fetched before the answer. @example 'https://example.org/logo.png' */
  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  url?: string | null;

  /** The bytes themselves; for more than half a megabyte use `POST /media`. */
  @IsOptional()
  @IsString()
  base64?: string | null;

  /** Of `POST /media`, or of a message. @example '019a8b1c-22f4-7cc1-9d4e-0123456789ab' */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  mediaId?: string | null;
}
