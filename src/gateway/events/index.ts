/**
 * Where everything that workers report becomes known. It owns the tables `ingest_failure` and `dead_fact`. Ingest takes facts
 * from the mailbox, has sessions and messaging apply them and appends the events to the log, all in one transaction; then it
 * wakes whoever waits. Nobody calls it: workers hint, and it looks by itself. Readers get the log at GET /events, and live at
 * GET /events/stream.
 */
export { EventsModule } from './events.module.js';
