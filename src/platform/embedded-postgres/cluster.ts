import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { isAlive } from './process.js';
import { runAs } from './programs.js';

const INITDB_LIMIT_MS = 120_000;
const USER = 'wagate';
const PASSWORD_FILE = 'wagate.password';
const DRAFT = /^data\.new-(\d+)$/;

export interface Cluster {
  /** The folder of the server's files. */
  data: string;
  user: string;
  password: string;
}

/** Makes `DATA_DIR/postgres`, which only the account may enter. Throws when it belongs to somebody else. */
export async function prepareFolder(folder: string, account: Account): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if (account.owner) await chown(folder, account.owner.uid, account.owner.gid);
    await chmod(folder, 0o700);
  } catch (cause) {
    const advice = 'start WaGate as the user who owns it, or choose another DATA_DIR';
    throw new Error(`${folder} can not be used by this user: ${advice}.`, { cause });
  }
}

/** The database files, made at the first start: aside, then renamed, so that there is never a half-made set of them. */
export async function openCluster(folder: string, binaries: Binaries, account: Account): Promise<Cluster> {
  const data = join(folder, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await createCluster(folder, data, binaries, account);
  const password = (await readFile(join(data, PASSWORD_FILE), 'utf8')).trim();
  return { data, user: USER, password };
}

async function createCluster(folder: string, data: string, binaries: Binaries, account: Account): Promise<void> {
  await removeAbandonedDrafts(folder);
  const draft = join(folder, `data.new-${process.pid}`);
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account.owner) await chown(passwordFile, account.owner.uid, account.owner.gid);
  const identity = ['-U', USER, '--pwfile', passwordFile, '--auth=scram-sha-256'];
  const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await runAs(account, binaries.initdb, ['-D', draft, ...identity, ...text, '--no-instructions'], INITDB_LIMIT_MS);
  await rename(passwordFile, join(draft, PASSWORD_FILE));
  // Another process may have been faster; then its files are used.
  await rename(draft, data).catch(() => rm(draft, { recursive: true, force: true }));
}

/** Of processes that were killed while they made the files. */
async function removeAbandonedDrafts(folder: string): Promise<void> {
  const drafts = (await readdir(folder)).filter((name) => {
    const pid = DRAFT.exec(name.replace(/\.password$/, ''))?.[1];
    return pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)));
  });
  for (const name of drafts) await rm(join(folder, name), { recursive: true, force: true });
}
