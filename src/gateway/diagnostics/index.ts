/**
 * Why a session does what it does, for people: put together from what other modules and the mailbox keep. It owns no table, and asks no
 * worker, so that it answers while one is gone.
 */
export { DiagnosticsModule } from './diagnostics.module.js';
