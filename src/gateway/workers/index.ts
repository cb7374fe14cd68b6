/**
 * The gateway's view of the workers: which of them is to have an account, and what administrators see of them and do with
 * them. It owns the tables expected_worker, worker_metrics and worker_upkeep, and reads and writes the mailbox through its
 * Accounts and Workers. Sessions place an account when it is wanted, messaging wakes its outbox,
 * both ask its worker through {@link LiveQuestions}, and a loop places again what has lost its worker. Who really has an account is for the workers to settle, by epoch.
 */
export { Fleet } from './fleet.service.js';
export { LIVE_PROBLEMS, LiveQuestions } from './live-questions.service.js';
export { SESSION_STATUS_REPORT } from './outside-workers.controller.js';
export { Placement } from './placement.service.js';
export { WorkerTotalsDto } from './worker-answers.dto.js';
export { WorkersModule } from './workers.module.js';
