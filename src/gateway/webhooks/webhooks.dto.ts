import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { EVENT_TYPES, type EventType } from '../../contracts/index.js';
import { WEBHOOK_FORMATS, type WebhookFormat } from './body.js';
import { DELIVERY_STATES, type DeliveryState } from './deliveries.repository.js';

const SUBSCRIPTIONS = ['*', ...EVENT_TYPES];
const URL_LENGTH = 2048;
/** Unlike IsOptional it does not let null pass. */
const isPresent = (_dto: object, value: unknown) => value !== undefined;

export class CreateWebhookDto {
  /**
   * Where events are posted to: https, a public host, no credentials in it.
   * @example 'https://example.com/hooks/whatsapp'
   */
  @IsString()
  @Length(1, URL_LENGTH)
  url: string;

  /**
   * Types of events, or `*` for all of them, also for those of later versions.
   * @example ['message.received', 'message.status']
   */
  @ValidateIf(isPresent)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SUBSCRIPTIONS, { each: true })
  events?: (EventType | '*')[];

  /**
   * Only events of this session; without it, events of all your sessions, also of later ones.
   * @example 'support-line'
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string | null;

  /**
   * Your own headers on every request, 20 at most. Not `webhook-…`, `content-…`, `host` and those of the connection.
   * @example { 'X-Api-Key': 'a-word-of-yours' }
   */
  @ValidateIf(isPresent)
  @IsObject()
  headers?: Record<string, string>;

  /** `classic` bodies are those of older gateways; signatures are the same. */
  @ValidateIf(isPresent)
  @IsIn(WEBHOOK_FORMATS)
  format?: WebhookFormat;
}

export class ChangeWebhookDto {
  /** @example 'https://example.com/hooks/whatsapp' */
  @ValidateIf(isPresent)
  @IsString()
  @Length(1, URL_LENGTH)
  url?: string;

  /** @example ['*'] */
  @ValidateIf(isPresent)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SUBSCRIPTIONS, { each: true })
  events?: (EventType | '*')[];

  /**
   * Replaces all of your own headers; an empty object takes them away.
   * @example { 'X-Api-Key': 'a-word-of-yours' }
   */
  @ValidateIf(isPresent)
  @IsObject()
  headers?: Record<string, string>;

  @ValidateIf(isPresent)
  @IsIn(WEBHOOK_FORMATS)
  format?: WebhookFormat;

  /** False stops sending: new events are not kept for this webhook, pending ones wait. True sends what waits at once. */
  @ValidateIf(isPresent)
  @IsBoolean()
  active?: boolean;
}

export class ListWebhooksDto {
  @ApiPropertyOptional({ default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `pagination.nextCursor` of the page before. */
  @IsOptional()
  @IsUUID()
  cursor?: string;
}

export class ListDeliveriesDto {
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  status?: DeliveryState;

  @ApiPropertyOptional({ default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `pagination.nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'must be a cursor of an earlier answer' })
  cursor?: string;
}
