import 'reflect-metadata';
import { type DatabaseConfig, loadDatabaseConfig } from './platform/config/index.js';
import { prepareWorkerRole, type Queryable, RoleRefused, type WorkerLogin } from './mailbox/index.js';
import { type MigrationOptions, runMigrations } from './platform/database/index.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres/index.js';
import { createLogger, type Log } from './platform/logging/index.js';

/** Brings the database up to date and ends: 0 when it is, 1 when it could not. Any number of these may run at once. */
async function migrate(config: DatabaseConfig, log: Log): Promise<string[]> {
  const finish: MigrationOptions['finish'] = (runner) => prepareWorkers(runner, config.workerLogin);
  if (config.databaseUrl) return runMigrations(config.databaseUrl, log, { finish });
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    return await runMigrations(postgres.url, log, { finish });
  } finally {
    await postgres.stop();
  }
}

/** Where workers are to have no login of their own, they connect as gateways do, and nothing is amiss without their role. */
async function prepareWorkers(db: Queryable, login: WorkerLogin | undefined): Promise<void> {
  try {
    await prepareWorkerRole(db, login);
  } catch (error) {
    if (!(error instanceof RoleRefused)) throw error;
    if (login) throw new Error(`WORKER_DATABASE_URL: ${error.message}`, { cause: error });
    process.stdout.write(`workers can have no login of their own: ${error.message}\n`);
  }
}

try {
  const config = loadDatabaseConfig();
  const applied = await migrate(config, createLogger({ ...config, logLevel: 'error' }));
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  process.stdout.write(applied.length === 0 ? 'the database is up to date\n' : `${applied.length} applied\n`);
} catch (error) {
  process.stderr.write(`The database is not ready: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
