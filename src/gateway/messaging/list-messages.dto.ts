import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';
import type { Direction } from '../../contracts/index.js';

export class ListMessagesDto {
  @PageLimit(200, 50)
  limit: number = 50;

  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  cursor?: string;

  /** Skips that many messages. Slow for large numbers, so at most 1000: use `cursor`. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1000)
  offset?: number;

  /**
   * Only messages of this chat: a phone number or an address of WhatsApp.
   * @example '628123456789@s.whatsapp.net'
   */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  chat?: string;

  @IsOptional()
  @IsIn(['inbound', 'outbound'])
  direction?: Direction;
}
