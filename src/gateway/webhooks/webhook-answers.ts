import type { DeliveryRow } from './deliveries.repository.js';
import type { DeliveryDto, WebhookDto } from './webhook-answers.dto.js';
import type { WebhookEntity } from './webhook.entity.js';

/** What a webhook looks like from outside: no secret, of its own headers only the names. */
export function webhookAnswer(webhook: WebhookEntity, headers: Record<string, string>): WebhookDto {
  const { id, url, events, sessionId, format, active, disabledReason, failingSince, lastSuccessAt, createdAt } =
    webhook;
  const headerNames = Object.keys(headers);
  return {
    id,
    url,
    events,
    sessionId,
    format,
    headerNames,
    active,
    disabledReason,
    failingSince,
    lastSuccessAt,
    createdAt,
  };
}

export function deliveryAnswer(row: DeliveryRow): DeliveryDto {
  const { state, nextAt, sequence, ...rest } = row;
  return { ...rest, sequence: Number(sequence), status: state, nextAttemptAt: nextAt };
}
