import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LinkPreviewDto } from './link-preview.dto.js';
import { Storable } from './storable.js';

export const DAY_SECONDS = 86_400;

/** What every send may say besides what it sends. */
@ApiExtraModels(LinkPreviewDto)
export class SendOptionsDto {
  /**
   * A phone number in international form, or an address of WhatsApp.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 128)
  to: string;

  /** The id of the message that this one answers: of the chat, or what the person wrote in a group or posted as a status. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  replyTo?: string | null;

  /**
   * People named in the text: phone numbers or addresses. WhatsApp shows those whose digits stand in the text after an `@`.
   * @example ['+628123456789']
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(256)
  @IsString({ each: true })
  mentions?: string[] | null;

  /**
   * What is shown of the first link in the text. `true`: what its page says of itself, read before the answer, 5 s at most; where it
   * can not be had, the text goes without it. Or a preview of your own.
   */
  @ApiPropertyOptional({ oneOf: [{ type: 'boolean' }, { $ref: getSchemaPath(LinkPreviewDto) }] })
  @IsOptional()
  @ValidateIf(({ linkPreview }: SendOptionsDto) => typeof linkPreview !== 'boolean')
  @IsObject({ message: 'must be true, false or an object' })
  @ValidateNested()
  @Type(() => LinkPreviewDto)
  linkPreview?: boolean | LinkPreviewDto | null;

  /** Opened once and then gone: of pictures, videos and voice messages. */
  @IsOptional()
  @IsBoolean()
  viewOnce?: boolean | null;

  /**
   * Of `status@broadcast`: who sees it, phone numbers or addresses. When absent, all with whom the session has a chat, up to 5000.
   * @example ['+628123456789']
   */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5_000)
  @IsString({ each: true })
  statusRecipients?: string[] | null;

  /**
   * Your own reference; comes back with the message and with its events.
   * @example 'order-4711'
   */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  clientRef?: string | null;

  /**
   * When it is to leave, at most a year ahead; it can be cancelled until then.
   * @example '2026-01-01T08:00:00Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(/(Z|[+-]\d\d:?\d\d)$/, { message: 'must have a time and its offset from UTC, or Z' })
  sendAt?: string | null;

  /** A message that could not be sent within this time, counted from `sendAt` on, becomes EXPIRED. A day when absent, a week at most. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(7 * DAY_SECONDS)
  expiresInSeconds?: number | null;
}

/** Names another message of the session, by the id in every answer and event. */
export class TargetDto extends SendOptionsDto {
  @ApiProperty({ example: '3EB0C431C26A1916E07A5E' })
  @IsString()
  @Length(1, 128)
  messageId: string;
}
