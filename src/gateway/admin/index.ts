/**
 * The administrator's desk: what the other modules let administrators see and do, put together under `/admin`. It owns no
 * table but reads across those of others, for figures and lists. Nothing here shows a message, a key or a file of anybody.
 */
export { AdminModule } from './admin.module.js';
