import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { holdDatabase, query, stopHolders } from './support/database-holder.js';
import { copiedFolder } from './support/reachable-copy.js';

const NOBODY = 65534;
const asRoot = process.getuid?.() === 0;
const users: [string, number | undefined][] = asRoot
  ? [
      ['root', undefined],
      ['an ordinary user', NOBODY],
    ]
  : [['an ordinary user', undefined]];

const count = async (url: string) => Number((await query(url, 'select count(*) as n from note'))[0]?.['n']);

let folder: string;
let dataDir: string;

/** A folder of the test's own, which the user of the gateway may write. */
function makeDataDir(uid: number | undefined): void {
  folder = mkdtempSync(join(tmpdir(), 'wagate-pg-'));
  chmodSync(folder, 0o755);
  dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  if (uid !== undefined) chownSync(dataDir, uid, uid);
}

afterAll(() => {
  const copied = copiedFolder();
  if (copied) rmSync(copied, { recursive: true, force: true });
});

afterEach(async () => {
  await stopHolders();
  rmSync(folder, { recursive: true, force: true });
});

it.each(users)(
  'survives restarts, kills of the gateway and kills of its own with all that was committed, started by %s',
  async (_who, uid) => {
    makeDataDir(uid);
    const first = await holdDatabase(dataDir, uid);
    await query(first.url, `create table note (text text); insert into note values ('first')`);
    expect(first.adopted).toBe(false);
    await first.stop();
    await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');

    const second = await holdDatabase(dataDir, uid);
    expect(second.adopted).toBe(false);
    expect(await count(second.url)).toBe(1);
    await query(second.url, `insert into note values ('second')`);
    await second.kill();

    const third = await holdDatabase(dataDir, uid);
    expect(third).toMatchObject({ adopted: true, pid: second.pid, url: second.url });
    expect(await count(third.url)).toBe(2);
    process.kill(third.pid, 'SIGKILL');
    expect(await eventually('answer of the database', () => count(third.url))).toBe(2);
    await third.kill();

    const fourth = await holdDatabase(dataDir, uid);
    expect(fourth.adopted).toBe(true);
    await fourth.kill();
    process.kill(fourth.pid, 'SIGKILL');

    const fifth = await holdDatabase(dataDir, uid);
    expect(fifth.adopted).toBe(false);
    expect(await count(fifth.url)).toBe(2);
    await fifth.stop();
  },
);

it('refuses a second gateway on the same DATA_DIR and names the first', async () => {
  makeDataDir(undefined);
  const first = await holdDatabase(dataDir);
  await expect(holdDatabase(dataDir)).rejects.toThrow(/in use by another WaGate \(process \d+\)/);
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('gives one of two gateways that start at once the database', async () => {
  makeDataDir(undefined);
  const outcomes = await Promise.allSettled([holdDatabase(dataDir), holdDatabase(dataDir)]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('keeps the password and the files from other users, and asks for the password', async () => {
  makeDataDir(undefined);
  const { url } = await holdDatabase(dataDir);
  expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0);
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password');
});

if (asRoot) {
  it('runs in a folder that only root may enter, or says what to do', async () => {
    makeDataDir(undefined);
    chmodSync(folder, 0o700);
    try {
      const { url, stop } = await holdDatabase(dataDir);
      expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await stop();
    } catch (error) {
      expect((error as Error).message).toMatch(/put DATA_DIR elsewhere .* or set DATABASE_URL/);
    }
  });
}
