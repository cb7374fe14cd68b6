/**
 * Sessions that go to another installation and come from there, as a file, without linking the phone anew. It owns the tables
 * `session_export` (the files of those that left), `device_lineage` (which devices have come and gone, so that a file is good once)
 * and `installation_key` (what signs). The keys of a device are at one place at any time: a session leaves and comes in
 * one transaction with the account's rows (PortableAccounts of the mailbox). Nobody calls it but its routes.
 */
export { PortabilityModule } from './portability.module.js';
export { installationKeyPlace } from './installation-key-place.js';
