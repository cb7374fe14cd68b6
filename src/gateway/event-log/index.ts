/**
 * The durable log of what happened, in order and without gaps: per session (`sequence`) and over all sessions of a user
 * (`position`). It owns the tables `event` (a partition a day), `event_log` and `event_lane`. Ingest appends; webhooks and
 * the routes of `events` read.
 *
 * Readers go by "everything after this position", so a position must never appear behind one that was read already. A
 * sequence of PostgreSQL does not promise that: a transaction may take a number and commit after later ones, on any replica.
 * So the end of each user's log is a row (`event_log`) that an append holds until it commits: appends of one user take turns,
 * each a batch of up to 200 facts, those of different users do not meet. Chosen over one global counter, which would make
 * all users wait for each other's commits; over snapshots of running transactions (`pg_snapshot_xmin`), with which one long
 * transaction anywhere in the server stops all readers; and over cursors on the sequence of each session, which would be 16 rows
 * for each pair of webhook and session.
 */
export { EventLogModule } from './event-log.module.js';
export { BEGINNING, EventLog, type Log, type LogPlace, type LogPoint, type Replay } from './event-log.repository.js';
export { LANES, laneOf } from './lane.js';
