import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PACKAGE_ROOT } from '../package-root.js';

const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;
// TypeORM orders migrations by the 13 digits at the end of their names: this base plus the number of the file.
const BASE = 1_700_000_000_000;

export const MIGRATIONS = join(PACKAGE_ROOT, 'migrations');

export interface MigrationFile {
  /** `0001-mailbox.sql` */
  fileName: string;
  /** TypeORM's name: `mailbox1700000000001` */
  name: string;
  sha256: string;
  migration: new () => MigrationInterface;
}

/** The files `*.sql` of the folder in the order of their numbers. Throws when a name is no `0001-name.sql` or a number comes twice. */
export async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(
    names.map(async (fileName) => migrationFile(fileName, await readFile(join(folder, fileName), 'utf8'))),
  );
  const numbers = names.map((name) => name.slice(0, 4));
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
  if (twice) throw new Error(`two migrations have the number ${twice}`);
  return files;
}

function migrationFile(fileName: string, text: string): MigrationFile {
  const [, number, title] = FILE.exec(fileName) ?? [];
  if (!number || !title) throw new Error(`${fileName} is no name of a migration: expected 0001-name.sql`);
  const sql = text.replaceAll('\r\n', '\n');
  const name = `${title}${BASE + Number(number)}`;
  const sha256 = createHash('sha256').update(sql).digest('hex');
  return { fileName, name, sha256, migration: migrationClass(name, sha256, sql) };
}

/** What TypeORM runs: the file and the note of its content, in the one transaction that TypeORM opens. */
function migrationClass(name: string, sha256: string, sql: string): MigrationFile['migration'] {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
      await runner.query('insert into public.migration_hash (name, sha256) values ($1, $2)', [name, sha256]);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
}
