/**
 * The ledger for billing systems elsewhere: accepted messages as CloudEvents, to be fetched, and posted to `BILLING_EVENTS_URL`. It owns
 * no table: the roll-up of billing makes an event of each entry when it counts it, and keeps how far they were posted. So the sum of all
 * events is what the ledger says, whatever is rolled up, and an event is the same each time.
 */
export { UsageFeedModule } from './usage-feed.module.js';
