import { DataSource, type QueryRunner } from 'typeorm';
import type { Log } from '../logging/index.js';
import { connectionOptions } from './database.module.js';
import { type MigrationFile, MIGRATIONS, readMigrationFiles } from './migration-files.js';

// Any constant does; it only has to be the same in every WaGate process.
const LOCK = 0x7761_6761;
const LOCK_LIMIT_MS = 120_000;

/** Where everybody may read what was applied: roles that see only `mailbox` as well. */
const PUBLISHED = 'mailbox.schema_version';

export interface MigrationOptions {
  folder?: string;
  /** What is to be done with the schema of this version, by one process at a time. */
  finish?: (runner: QueryRunner) => Promise<void>;
}

/**
 * Applies what `migrations/` has and the database has not, each file in its own transaction, and answers their names. Processes
 * that start together take turns. Throws, and applies nothing, when a file that was applied before has been edited since.
 */
export async function runMigrations(url: string, log: Log, options: MigrationOptions = {}): Promise<string[]> {
  const { folder = MIGRATIONS, finish } = options;
  const files = await readMigrationFiles(folder);
  return withDataSource(url, files, async (dataSource) => {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.query(`set lock_timeout = ${LOCK_LIMIT_MS}; set statement_timeout = 0`);
      await runner.query('select pg_advisory_lock($1)', [LOCK]);
      await createHashTable(runner);
      refuseEdited(files, await appliedHashes(runner));
      const applied = await dataSource.runMigrations({ transaction: 'each' });
      for (const { name } of applied) log.info({ migration: fileName(files, name) }, 'migration is applied');
      await finish?.(runner);
      return applied.map(({ name }) => fileName(files, name));
    } finally {
      await runner.query('select pg_advisory_unlock_all()').catch(() => undefined);
      await runner.release();
    }
  });
}

/** The migrations that still have to be applied; empty when the schema fits. Only reads. Throws like {@link runMigrations}. */
export async function pendingMigrations(url: string, folder = MIGRATIONS): Promise<string[]> {
  const files = await readMigrationFiles(folder);
  return withDataSource(url, files, async (dataSource) => {
    const runner = dataSource.createQueryRunner();
    try {
      const [{ place }] = (await runner.query(
        `select coalesce(to_regclass('${PUBLISHED}'), to_regclass('public.migration_hash'))::text as place`,
      )) as [{ place: string | null }];
      const applied = place === null ? new Map<string, string>() : await appliedHashes(runner, place);
      refuseEdited(files, applied);
      return files.filter((file) => !applied.has(file.name)).map((file) => file.fileName);
    } finally {
      await runner.release();
    }
  });
}

async function withDataSource<T>(
  url: string,
  files: MigrationFile[],
  use: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const migrations = files.map((file) => file.migration);
  const dataSource = new DataSource({ ...connectionOptions(url, 'wagate migrations', 2), migrations });
  await dataSource.initialize();
  try {
    return await use(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function createHashTable(runner: QueryRunner): Promise<void> {
  await runner.query('create table if not exists migration_hash (name text primary key, sha256 text not null)');
}

async function appliedHashes(runner: QueryRunner, place = 'migration_hash'): Promise<Map<string, string>> {
  const rows = (await runner.query(`select name, sha256 from ${place}`)) as { name: string; sha256: string }[];
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

function refuseEdited(files: MigrationFile[], applied: Map<string, string>): void {
  const edited = files.filter((file) => applied.has(file.name) && applied.get(file.name) !== file.sha256);
  if (edited.length === 0) return;
  const names = edited.map((file) => file.fileName).join(', ');
  throw new Error(
    `${names} was edited after it had been applied to this database: restore it and add a new migration instead`,
  );
}

function fileName(files: MigrationFile[], name: string): string {
  return files.find((file) => file.name === name)?.fileName ?? name;
}
