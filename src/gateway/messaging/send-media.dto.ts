import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { MEDIA_MESSAGE_TYPES, type MediaMessageType } from '../../contracts/index.js';
import { SendOptionsDto } from './send-options.dto.js';
import { Storable } from './storable.js';

/** One of `url`, `base64` and `mediaId`. */
export class SentMediaDto {
  /** Fetched before the answer. @example 'https://example.org/cat.jpg' */
  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  url?: string | null;

  /** The bytes themselves; for more than half a megabyte use a form or `POST /media`. */
  @IsOptional()
  @IsString()
  base64?: string | null;

  /** With `base64`: what the bytes are said to be. @example 'image/jpeg' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  mimetype?: string | null;

  /** @example 'cat.jpg' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  filename?: string | null;

  /** Of `POST /media`, or of another message. @example '019a8b1c-22f4-7cc1-9d4e-0123456789ab' */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  mediaId?: string | null;
}

export class SendMediaDto extends SendOptionsDto {
  @IsIn(MEDIA_MESSAGE_TYPES)
  type: MediaMessageType;

  /** @example { "url": "https://example.org/cat.jpg" } */
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SentMediaDto)
  media: SentMediaDto;

  /** @example 'A cat' */
  @IsOptional()
  @IsString()
  @Length(1, 65_536)
  @Storable()
  caption?: string | null;

  /** What a document is called. @example 'invoice.pdf' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  filename?: string | null;
}
