/**
 * What users may do and what they did: plans by tier, the limits that follow from them, and the ledger of what was sent. It owns
 * the tables `usage_entry`, `usage_hour` and `usage_day`. Its guard counts every call of a user; sessions asks it before a new
 * session and marks its operations ({@link SessionOperation}), messaging takes each message from the quota and writes it into
 * the ledger in the transaction that accepts it.
 */
export { BillingModule } from './billing.module.js';
export { Quotas, type Taken } from './quotas.service.js';
export { SessionOperation } from './session-operation.decorator.js';
export { UsageLedger } from './usage-ledger.repository.js';
