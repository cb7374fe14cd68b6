/**
 * The durable hand-over between gateway and worker, and the only place where they meet in the database. It owns the schema
 * `mailbox`: who is alive (worker), who holds an account (account), the account's encrypted keys (account_log), accepted
 * messages on their way out (outbox), facts on their way in (inbox), what all workers share (brake, connect_budget,
 * whatsapp_version), files to be fetched for received messages (media_fetch), and what is to be erased from the object store
 * (object_removal). Gateways call Accounts, Workers, Routes, KnownNumbers, Outbox, OutboxPlaces, Inbox, Snapshots, ObjectRemovals and
 * PortableAccounts; workers call Workers, Ownership, Routes, KnownNumbers, AccountLog and Outbox, and for sessions that were made at a
 * worker itself DirectAccounts, DirectLog and OutboxPlaces. Everything that a worker writes is fenced by its epoch.
 */
export { decodeRecord, decodeValue, encodeRecord, encodeValue, type RecordEntry } from './account-record.js';
export { AccountLog, Fenced, LogDamaged } from './account-log.repository.js';
export type { Batch, LoadedLog, LogHead } from './account-log.repository.js';
export { Accounts } from './accounts.repository.js';
export type { AccountView } from './accounts.repository.js';
export { Backlog, type OutboxState } from './backlog.repository.js';
export { Brakes } from './brakes.repository.js';
export { ConnectBudget } from './connect-budget.repository.js';
export { DirectAccounts } from './direct-accounts.repository.js';
export type { DirectAccount } from './direct-accounts.repository.js';
export { DirectLog } from './direct-log.repository.js';
export type { KeptMessage, SessionNews } from './direct-log.repository.js';
export { Inbox } from './inbox.repository.js';
export { KnownNumbers } from './known-numbers.repository.js';
export { MailboxModule } from './mailbox.module.js';
export { type DueFetch, MediaFetches } from './media-fetches.repository.js';
export { ObjectRemovals } from './object-removals.repository.js';
export { Outbox } from './outbox.repository.js';
export type { NewOutboxMessage, TakenMessage } from './outbox.repository.js';
export { OutboxPlaces } from './outbox-places.repository.js';
export type { HeldMessage, OutboxPlace, OutboxQueue } from './outbox-places.repository.js';
export { Ownership } from './ownership.repository.js';
export type { Claim, Held } from './ownership.repository.js';
export { type PortableAccount, PortableAccounts, type PortableSettings } from './portable-accounts.repository.js';
export { portableEntry, type PortableEntry } from './portable-values.js';
export { type Route, Routes } from './routes.repository.js';
export { accountKeyPlace } from './record-crypto.js';
export { openProxy, proxyPlace } from './session-proxy.js';
export { openSnapshotFile, rewrappedSnapshotFile, SNAPSHOT_FOLDER, snapshotFile } from './snapshot-file.js';
export type { OpenedSnapshot, StoredSnapshot } from './snapshot-file.js';
export { Snapshots } from './snapshots.repository.js';
export type { Queryable } from './sql.js';
export { WhatsAppVersions } from './whatsapp-version.repository.js';
export type { WhatsAppVersion } from './whatsapp-version.repository.js';
export { prepareWorkerRole, RoleRefused, type WorkerLogin } from './worker-role.js';
export { Workers } from './workers.repository.js';
export type { KnownWorker, LiveWorker, NewRun, Vitals } from './workers.repository.js';
export type { WorkerPulse, WorkerReport } from './worker-pulse.js';
