/**
 * What users may do and what they did: plans by tier, the limits that follow from them, and the ledger of what was sent. It owns
 * the tables `usage_entry`, `usage_hour`, `usage_day`, `usage_event` and `usage_feed`. Its guard counts every call of a user; sessions asks it before a new
 * session and marks its operations ({@link SessionOperation}), messaging takes each message from the quota and writes it into
 * the ledger in the transaction that accepts it; usage-feed tells billing systems elsewhere of it.
 */
export { BillingModule } from './billing.module.js';
export { Quotas, type Taken } from './quotas.service.js';
export { SessionOperation } from './session-operation.decorator.js';
export { type UsageEvent, UsageFeed, type WhoseUsage } from './usage-feed.repository.js';
export { UsageLedger } from './usage-ledger.repository.js';
