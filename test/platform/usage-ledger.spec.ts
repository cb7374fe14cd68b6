import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { usageQuery } from '../../src/gateway/billing/usage-query.js';
import { UsageFeed } from '../../src/gateway/billing/usage-feed.repository.js';
import { UsageLedger } from '../../src/gateway/billing/usage-ledger.repository.js';
import { UsageReport } from '../../src/gateway/billing/usage.repository.js';
import { UsageRollup } from '../../src/gateway/billing/usage-rollup.service.js';
import { type OwnDatabase, ownDatabase, SILENT } from './support/own-database.js';

const NOW = new Date();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let database: OwnDatabase;
let dataSource: DataSource;
let ledger: UsageLedger;
let report: UsageReport;
let rollup: UsageRollup;

beforeAll(async () => {
  database = await ownDatabase();
  dataSource = await database.connect();
  ledger = new UsageLedger(dataSource);
  report = new UsageReport(dataSource);
  rollup = new UsageRollup(dataSource, SILENT);
});

afterAll(() => database?.stop());

const KEY = randomUUID();

/** Accepted messages of a user, so long ago. */
async function used(userId: string, agoMs: number, count: number, kind = 'text'): Promise<void> {
  for (let n = 0; n < count; n++) {
    const id = randomUUID();
    await ledger.note(dataSource.manager, { id, userId, sessionId: 'shop', keyId: n % 2 ? KEY : null, kind });
    await dataSource.query(`update usage_entry set at = $2 where id = $1`, [id, new Date(NOW.getTime() - agoMs)]);
  }
}

const all = { from: new Date(NOW.getTime() - 400 * DAY_MS), to: new Date(NOW.getTime() + HOUR_MS) };
const rows = (userId: string, groupBy: 'hour' | 'day' | 'session' | 'kind' | 'key') =>
  report.rows({ userId, sessionId: null }, { ...all, groupBy });
const tables = async () => {
  const [row] = await dataSource.query<{ entries: number; hours: number; days: number }[]>(
    `select (select count(*)::int from usage_entry) as entries, (select count(*)::int from usage_hour) as hours,
            (select count(*)::int from usage_day) as days`,
  );
  return row;
};

it('says the same before and after it is rolled up, in every grouping', async () => {
  const ann = randomUUID();
  await used(ann, 1_000, 3);
  await used(ann, 2 * HOUR_MS, 4);
  await used(ann, 100 * DAY_MS, 6, 'image');
  const groups = ['day', 'session', 'kind', 'key'] as const;
  const before = await Promise.all(groups.map((group) => rows(ann, group)));
  expect(await rows(ann, 'kind')).toEqual([
    { group: 'image', messages: 6 },
    { group: 'text', messages: 7 },
  ]);
  expect(await rows(ann, 'key')).toEqual(
    expect.arrayContaining([
      { group: 'accessToken', messages: 7 },
      { group: KEY, messages: 6 },
    ]),
  );
  await rollup.rollUp();
  // Today's hours are hours still, what is long ago is days.
  expect(await tables()).toMatchObject({ entries: 0, days: 2 });
  expect(await Promise.all(groups.map((group) => rows(ann, group)))).toEqual(before);
});

it('adds to what was rolled up before', async () => {
  const ben = randomUUID();
  await used(ben, 3 * HOUR_MS, 2);
  await rollup.rollUp();
  await used(ben, 3 * HOUR_MS, 2);
  await rollup.rollUp();
  expect(await rows(ben, 'session')).toEqual([{ group: 'shop', messages: 4 }]);
});

it('counts an hour from both, and no other hour', async () => {
  const cas = randomUUID();
  const ago = (NOW.getTime() % HOUR_MS) + 5 * 60_000;
  await used(cas, ago, 2);
  await rollup.rollUp();
  await used(cas, ago, 1);
  await used(cas, ago + HOUR_MS, 5);
  expect(await ledger.inHourOf(cas, new Date(NOW.getTime() - ago))).toBe(3);
  expect(await ledger.inHourOf(cas, NOW)).toBe(0);
});

it('holds a message once, and tells nobody of another user', async () => {
  const dan = randomUUID();
  const entry = { id: randomUUID(), userId: dan, sessionId: 'shop', keyId: null, kind: 'text' };
  await ledger.note(dataSource.manager, entry);
  await expect(ledger.note(dataSource.manager, entry)).rejects.toThrow('duplicate');
  expect(await rows(randomUUID(), 'day')).toEqual([]);
  const thisMonth = usageQuery({ groupBy: 'session' }, new Date(Date.now() + 1_000));
  expect(await report.rows({ userId: dan, sessionId: null }, thisMonth)).toEqual([{ group: 'shop', messages: 1 }]);
});

it('is told entry by entry in an order without gaps, by its own ids, and as often as it counts', async () => {
  const eve = randomUUID();
  const feed = new UsageFeed(dataSource);
  const whose = { userId: eve, sessionId: null };
  await used(eve, 100 * DAY_MS, 2, 'image');
  await used(eve, 1_000, 3);
  await Promise.all([rollup.rollUp(), new UsageRollup(dataSource, SILENT).rollUp()]);
  await used(eve, 2_000, 1);
  await rollup.rollUp();
  const told = await feed.after(whose, 0, 100);
  expect(told.map(({ kind }) => kind)).toEqual(['image', 'image', 'text', 'text', 'text', 'text']);
  const [row] = await rows(eve, 'session');
  expect([row?.messages, new Set(told.map(({ id }) => id)).size]).toEqual([6, 6]);
  expect(await feed.after(whose, told[3]!.sequence, 100)).toEqual(told.slice(4));
  const all = await feed.after({ userId: null, sessionId: null }, 0, 1_000);
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_event, at) => at + 1));
});

it('forgets events that are old, but not before they were pushed', async () => {
  const feed = new UsageFeed(dataSource);
  const old = async () =>
    (await feed.after({ userId: null, sessionId: null }, 0, 1_000)).filter(({ kind }) => kind === 'image');
  const before = await old();
  expect(before.length).toBeGreaterThan(0);
  await feed.forget(true, 1_000);
  expect(await old()).toEqual(before);
  await feed.markPushed(Number.MAX_SAFE_INTEGER);
  await feed.forget(true, 1_000);
  expect(await old()).toEqual([]);
});
