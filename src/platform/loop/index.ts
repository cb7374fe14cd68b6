/**
 * A background worker of one process: it drains a queue that lives in the database, then rests until a nudge or a poll.
 * {@link endsWithin} is how all of them stop: with a limit. It owns no table; the outbox drain, the ingest, the dispatcher and the reconcilers are loops.
 */
export { endsWithin } from './ends-within.js';
export { Loop, type LoopOptions } from './loop.js';
