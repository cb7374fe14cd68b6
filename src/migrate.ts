import 'reflect-metadata';
import { type DatabaseConfig, loadDatabaseConfig } from './platform/config/index.js';
import { runMigrations } from './platform/database/index.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres/index.js';
import { createLogger, type Log } from './platform/logging/index.js';

/** Brings the database up to date and ends: 0 when it is, 1 when it could not. Any number of these may run at once. */
async function migrate(config: DatabaseConfig, log: Log): Promise<string[]> {
  if (config.databaseUrl) return runMigrations(config.databaseUrl, log);
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    return await runMigrations(postgres.url, log);
  } finally {
    await postgres.stop();
  }
}

try {
  const config = loadDatabaseConfig();
  const applied = await migrate(config, createLogger({ ...config, logLevel: 'error' }));
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  process.stdout.write(applied.length === 0 ? 'the database is up to date\n' : `${applied.length} applied\n`);
} catch (error) {
  process.stderr.write(`The database was not migrated: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
