/**
 * Telling customers' programs what happened. It owns the tables `webhook` and `delivery`. Ingest enqueues deliveries in the
 * transaction that appends the events, then nudges the Dispatcher, which sends them signed (Standard Webhooks), in order per
 * chat, at least once, for as long as the schedule says. Sessions sets the webhook that belongs to a session; GET /events
 * shows events in the standard body.
 */
export { standardBody } from './body.js';
export { Deliveries } from './deliveries.repository.js';
export { Dispatcher } from './dispatcher.service.js';
export { Webhooks } from './webhooks.service.js';
export { WebhooksModule } from './webhooks.module.js';
