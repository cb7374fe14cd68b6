/**
 * Sessions that go to another installation and come from there, as a file, without linking the phone anew. It owns the tables
 * `session_export` (the files of those that left) and `device_lineage` (which devices have come and gone, so that a file is good
 * once). The keys of a device are at one place at any time: a session leaves and comes in one transaction with the account's rows
 * (PortableAccounts of the mailbox). What signs is a lasting secret. Nobody calls it but its routes.
 */
export { PortabilityModule } from './portability.module.js';
