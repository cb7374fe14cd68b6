/**
 * Who did what: an append-only log of what matters to the security of the installation. It owns the table system_log, which the
 * database lets nobody change. It stands below all other gateway modules: whoever does such a deed notes it through
 * {@link AuditLog}, in the transaction of the deed. Administrators read it at `GET /admin/logs`.
 */
export { type Action, ACTIONS, type Actor, type Deed } from './actions.js';
export { AuditLog } from './audit-log.service.js';
export { AuditModule } from './audit.module.js';
