/**
 * The administrator's desk: what the other modules let administrators see and do, put together under `/admin`. It owns no
 * table but reads system_log, with the names of users. Nothing here shows a message, a key or a file of anybody.
 */
export { AdminModule } from './admin.module.js';
