/**
 * What of the sessions lies in the object store, as copies of what is in the database: `sessions/{id}/session-data.json`, the card;
 * `sessions/{id}/auth_info_baileys/`, the newest encrypted snapshots of the account's keys; `sessions/{id}/messages/`, an encrypted
 * export of each day. It also removes what rows that are gone have left there. It owns the table `session_archive`. It
 * follows the rows, and when the store is away it follows later; encryption has it bring copies under another key.
 */
export { ArchiveModule } from './archive.module.js';
export { CopyResealing } from './copy-resealing.service.js';
