import type { UsageEvent } from '../billing/index.js';
import type { UsageCloudEventDto } from './usage-feed.dto.js';

/** What several events are in one body (CloudEvents 1.0, JSON format, batch). */
export const BATCH_TYPE = 'application/cloudevents-batch+json; charset=utf-8';

/** The same event each time: `source` and `id` name it for good. */
export function cloudEvent(event: UsageEvent, source: string): UsageCloudEventDto {
  const { id, sequence, userId, sessionId, keyId, kind, at } = event;
  return {
    specversion: '1.0',
    id,
    source,
    type: 'wagate.message.accepted',
    subject: userId,
    time: at.toISOString(),
    datacontenttype: 'application/json',
    sequence: String(sequence),
    data: { userId, sessionId, apiKeyId: keyId, kind, messages: 1 },
  };
}
