/**
 * The access to PostgreSQL: one pool a process, and the migrations. It owns the tables `migrations` (TypeORM's) and
 * `migration_hash`, both in schema `public`; every other table belongs to the module that names it. Repositories take a
 * {@link Tx}, so that several of them can commit together.
 */
export { DatabaseClock } from './database-clock.service.js';
export { connectionOptions, DatabaseModule } from './database.module.js';
export { type MigrationOptions, pendingMigrations, runMigrations } from './migrations.js';
export { commitTogether, transaction, type Tx } from './transaction.js';
