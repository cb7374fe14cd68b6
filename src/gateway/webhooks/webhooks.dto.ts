import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
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
} from 'class-validator';
import { EVENT_TYPES, type EventType } from '../../contracts/index.js';
import { PageQueryDto, PageLimit } from '../../platform/http/index.js';
import { WEBHOOK_FORMATS, type WebhookFormat } from './body.js';
import { DELIVERY_STATES, type DeliveryState } from './deliveries.repository.js';
import { EXTRA_SIGNATURES, type ExtraSignature } from './signature.js';

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

  /**
   * Signatures besides the standard one (`v1`): `v1a` is made with a key that you do not have (ed25519), so that it also proves
   * to others who sent; `x-hub-signature-256` is an older header over the body alone.
   * @example ['x-hub-signature-256']
   */
  @ValidateIf(isPresent)
  @IsArray()
  @ArrayUnique()
  @IsIn(EXTRA_SIGNATURES, { each: true })
  extraSignatures?: ExtraSignature[];
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

  /**
   * Signatures besides the standard one (`v1`): `v1a` is made with a key that you do not have (ed25519), so that it also proves
   * to others who sent; `x-hub-signature-256` is an older header over the body alone.
   * @example ['x-hub-signature-256']
   */
  @ValidateIf(isPresent)
  @IsArray()
  @ArrayUnique()
  @IsIn(EXTRA_SIGNATURES, { each: true })
  extraSignatures?: ExtraSignature[];

  /** False stops sending: events wait, as long as the event log keeps them. True goes on where it stopped, at once. */
  @ValidateIf(isPresent)
  @IsBoolean()
  active?: boolean;
}

export class ListWebhooksDto extends PageQueryDto {}

export class ListDeadLettersDto {
  @PageLimit(100, 50)
  limit: number = 50;

  /** `pagination.nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'must be a cursor of an earlier answer' })
  cursor?: string;
}

export class ListDeliveriesDto extends ListDeadLettersDto {
  /** `pending` is being tried, `failed` was given up: a dead letter. */
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  status?: DeliveryState;
}

export class ReplayDto {
  /**
   * Everything after this one is sent again: with a session a sequence number, without one a cursor of `GET /events`. 0 is the
   * beginning.
   * @example 4711
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;

  /**
   * Everything from this time on is sent again.
   * @example '2026-01-15T10:30:00Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /**
   * Only events of this session; a webhook that is for one session has no others.
   * @example 'support-line'
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string;
}

/** Of the two points, one is given. */
export const REPLAY_EXAMPLES = {
  after: { summary: 'After an event', value: { after: 4711 } },
  from: {
    summary: 'From a time on, of one session',
    value: { from: '2026-01-15T10:30:00Z', sessionId: 'support-line' },
  },
};
