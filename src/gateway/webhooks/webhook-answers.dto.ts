import type { EventType } from '../../contracts/index.js';
import { PaginationDto } from '../../platform/http/index.js';
import type { WebhookFormat } from './body.js';
import type { DeliveryState } from './deliveries.repository.js';
import type { ExtraSignature } from './signature.js';

export class WebhookDto {
  /** @example '0198c1a0-7c5e-7d3a-9d5f-2f6f0c1b7a11' */
  id: string;
  /** @example 'https://example.com/hooks/whatsapp' */
  url: string;
  /** @example ['*'] */
  events: (EventType | '*')[];
  /** Null: events of all your sessions. @example 'support-line' */
  sessionId: string | null;
  /** @example 'standard' */
  format: WebhookFormat;
  /** Your own headers; their values are not shown again. @example ['X-Api-Key'] */
  headerNames: string[];
  /** Signatures besides the standard ones. @example ['x-hub-signature-256'] */
  extraSignatures: ExtraSignature[];
  /** Checks the `v1a` signatures (ed25519, Standard Webhooks); null without them. @example 'whpk_UPIcuc0mRfL8hdgWpKMpVzS4Ex1b5Pd7KyRTWeRFpAk=' */
  publicKey: string | null;
  /** Until when the secret before the last rotation signs as well. */
  previousSecretUntil: Date | null;
  /** @example true */
  active: boolean;
  /** Why we stopped sending by ourselves. @example 'The endpoint answered 410 Gone.' */
  disabledReason: string | null;
  /** The first failure after the newest success. */
  failingSince: Date | null;
  /** Failed attempts since the newest success. @example 0 */
  failureCount: number;
  lastSuccessAt: Date | null;
  createdAt: Date;
}

export class CreatedWebhookDto extends WebhookDto {
  /** Verifies signatures (Standard Webhooks). Shown here and never again. @example 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' */
  secret: string;
}

export class RotatedSecretDto {
  /** @example '0198c1a0-7c5e-7d3a-9d5f-2f6f0c1b7a11' */
  id: string;
  /** The new secret. Shown here and never again. @example 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' */
  secret: string;
  publicKey: string | null;
  /** Until then the old secret signs as well. */
  previousSecretUntil: Date;
}

export class WebhookListDto {
  webhooks: WebhookDto[];
  pagination: PaginationDto;
}

export class AttemptDto {
  /** @example '2026-01-15T10:30:00.000Z' */
  at: string;
  /** The HTTP status of the answer; null when none came. @example 200 */
  status: number | null;
  /** @example 41 */
  durationMs: number;
  /** Why no answer came. @example 'The connection was refused' */
  error: string | null;
  /** The first 200 characters of the answer. @example 'ok' */
  response: string | null;
}

export class DeliveryDto {
  /** @example '4711' */
  id: string;
  /** The `webhook-id` of every attempt. @example 'evt_0198c1a07c5e7d3a9d5f2f6f0c1b7a11' */
  eventId: string;
  /** @example 'message.received' */
  type: EventType;
  /** @example 'support-line' */
  sessionId: string;
  /** @example 4711 */
  sequence: number;
  /** @example 'pending' */
  status: DeliveryState;
  /** @example 1 */
  attemptCount: number;
  attempts: AttemptDto[];
  /** Null when there is none. */
  nextAttemptAt: Date | null;
  createdAt: Date;
  /** When it was delivered or given up. */
  finishedAt: Date | null;
}

export class DeliveryListDto {
  deliveries: DeliveryDto[];
  pagination: PaginationDto;
}

export class WebhookTestDto extends AttemptDto {
  /** True when the endpoint answered with 2xx. */
  delivered: boolean;
}

export class ReplayStartDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 4711 */
  sequence: number;
  /** @example '2026-01-15T10:30:00.000Z' */
  createdAt: string;
}

export class ReplayAnswerDto {
  /** @example 'accepted' */
  status: 'accepted';
  /** The first event that is sent again; null when there is none after that point. */
  from: ReplayStartDto | null;
}

export class RequeueAnswerDto {
  /** @example 'accepted' */
  status: 'accepted';
  /** How many deliveries are made again. @example 3 */
  requeued: number;
}
