import { IsOptional, IsString, Length } from 'class-validator';
import { Storable } from './storable.js';

/** A preview of the caller's own, for a link in the text. */
export class LinkPreviewDto {
  /** As it stands in the text; the first link when absent. @example 'https://example.org/menu' */
  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  @Storable()
  url?: string | null;

  /** @example 'Our menu' */
  @IsString()
  @Length(1, 300)
  @Storable()
  title: string;

  /** @example 'All we have today' */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  @Storable()
  description?: string | null;

  /** A picture of `POST /media`, shown small. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  imageMediaId?: string | null;
}
