/**
 * A background worker of one process: it drains a queue that lives in the database, then rests until a nudge or a poll.
 * It owns no table; the outbox drain, the ingest, the dispatcher and the reconcilers are loops.
 */
export { Loop, type LoopOptions } from './loop.js';
