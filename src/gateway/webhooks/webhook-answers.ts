import type { DeliveryRow } from './deliveries.repository.js';
import type { DeliveryDto, WebhookDto } from './webhook-answers.dto.js';
import type { WebhookEntity } from './webhook.entity.js';

/** What a webhook looks like from outside: no secret, of its own headers only the names. */
export function webhookAnswer(
  webhook: WebhookEntity,
  opened: { headers: string[]; publicKey: string | null },
): WebhookDto {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    sessionId: webhook.sessionId,
    format: webhook.format,
    headerNames: opened.headers,
    extraSignatures: webhook.extraSignatures,
    publicKey: opened.publicKey,
    previousSecretUntil: webhook.previousSecretUntil,
    active: webhook.active,
    disabledReason: webhook.disabledReason,
    failingSince: webhook.failingSince,
    failureCount: webhook.failures,
    lastSuccessAt: webhook.lastSuccessAt,
    createdAt: webhook.createdAt,
  };
}

export function deliveryAnswer(row: DeliveryRow): DeliveryDto {
  const { state, nextAt, sequence, ...rest } = row;
  return { ...rest, sequence: Number(sequence), status: state, nextAttemptAt: nextAt };
}
