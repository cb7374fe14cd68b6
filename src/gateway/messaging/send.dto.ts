import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Equals, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { MEDIA_MESSAGE_TYPES, type MediaMessageType } from '../../contracts/index.js';
import { Storable } from './storable.js';

export class ClassicTextDto {
  /**
   * A phone number in international form, or an address of WhatsApp.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 128)
  to: string;

  /** @example 'Hey there!' */
  @IsString()
  @Length(1, 65_536)
  @Storable()
  message: string;
}

export class ClassicSendDto extends ClassicTextDto {
  @IsOptional()
  @Equals('text')
  type?: 'text';
}

/** What a file goes with. */
export class ClassicFileDto {
  /**
   * A phone number in international form, or an address of WhatsApp.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 128)
  to: string;

  @ApiProperty({ enum: MEDIA_MESSAGE_TYPES, example: 'image' })
  @IsIn(MEDIA_MESSAGE_TYPES)
  type: MediaMessageType;

  /** @example 'A cat' */
  @IsOptional()
  @IsString()
  @Length(1, 65_536)
  @Storable()
  caption?: string | null;
}

export class ClassicMediaDto extends ClassicFileDto {
  /** Fetched before the answer. @example 'https://example.org/cat.jpg' */
  @IsString()
  @Length(1, 2_048)
  mediaUrl: string;
}

/** The form; the limits of its kind are those of `type` where that comes before `file`. */
export class ClassicFormDto extends ClassicFileDto {
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;
}

export const WAITS = ['sent', 'delivered', 'read'] as const;

export class WaitDto {
  /** Holds the answer until the message is there (200), or the time is up (202). */
  @IsOptional()
  @IsIn(WAITS)
  wait?: (typeof WAITS)[number];

  /** How long to hold the answer, in milliseconds. */
  @ApiPropertyOptional({ default: 5_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(30_000)
  timeoutMs: number = 5_000;
}
