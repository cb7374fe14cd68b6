/**
 * Telling customers' programs what happened. It owns the tables `webhook`, `webhook_lane`, `webhook_dispatcher` and `delivery`.
 * Ingest appends events to the log, which knows nothing of webhooks, then nudges the Dispatcher. That compares cursors with the
 * ends of the logs, and has each lane that is behind drained: signed (Standard Webhooks), in order per chat, at least once. An
 * event costs a row only when it is attempted; an outage costs none. Sessions sets the webhook that belongs to a session;
 * GET /events shows events in the standard body.
 *
 * A lane belongs to one process at a time (`webhook_lane.holder`), for as long as that shows life; a cursor moves only from where
 * its holder saw it. So a request that was answered is repeated only when its process died, or lost the lane, before it
 * could write the answer down, and then under the same `webhook-id`.
 */
export { standardBody } from './body.js';
export { Dispatcher } from './dispatcher.service.js';
export { WEBHOOK_KEYS, webhookPlace } from './sealed-place.js';
export { signedHeaders } from './signature.js';
export { WebhookEntity } from './webhook.entity.js';
export { Webhooks } from './webhooks.service.js';
export { WebhooksModule } from './webhooks.module.js';
