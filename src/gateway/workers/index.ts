/**
 * The gateway's view of the workers: which of them is to have an account. It owns no table; it reads and writes the mailbox
 * through its Accounts and Workers. Sessions place an account when it is wanted, messaging wakes its outbox, and
 * a loop places again what has lost its worker. Who really has an account is for the workers to settle, by epoch.
 */
export { Placement } from './placement.service.js';
export { WorkersModule } from './workers.module.js';
