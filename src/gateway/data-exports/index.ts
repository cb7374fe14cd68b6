/**
 * Everything that is known of a user, or of one session, to take along: an archive that a job makes and keeps for some days, sealed, in the
 * object store under `data-exports/`. It owns the table `data_export`. It reads the tables of other modules, and names every
 * column that it shows (`known.ts`). Triggers erase an archive with the user, and with any session that is in it.
 */
export { DataExportsModule } from './data-exports.module.js';
