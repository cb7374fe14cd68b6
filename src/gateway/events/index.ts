/**
 * Where everything that workers report becomes known. It owns the tables `event`, `ingest_failure` and `dead_fact`. Ingest takes
 * facts from the mailbox and has sessions and messaging apply them, appends the events and enqueues their deliveries, all
 * in one transaction; then it wakes whoever waits. Nobody calls it: workers hint, and it looks by itself. Readers get the log
 * at GET /events.
 */
export { EventsModule } from './events.module.js';
