import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { EventDays } from '../../src/gateway/event-log/event-days.repository.js';
import { EventRetention } from '../../src/gateway/event-log/event-retention.service.js';
import type { Settings } from '../../src/gateway/settings/index.js';
import { eventually } from '../support/eventually.js';
import { type OwnDatabase, ownDatabase, SILENT } from './support/own-database.js';

const KEPT_DAYS = 3;
const DAY_MS = 24 * 3_600_000;

let database: OwnDatabase;
let db: DataSource;
let days: EventDays;
let written = 0;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  days = new EventDays(db);
});

afterAll(() => database?.stop());

beforeEach(() => db.query('delete from event'));

async function event(at: Date): Promise<void> {
  written++;
  await db.query(
    `insert into event (user_id, position, session_id, sequence, lane, id, type, payload, created_at)
     values ($1, $2, 'shop', $2, 0, $3, 'session.status', '{}', $4)`,
    [randomUUID(), written, `evt_${written}`, at],
  );
}

const daysAgo = (count: number) => new Date(Date.now() - count * DAY_MS);
const events = async () => (await db.query('select created_at from event order by created_at')).length as number;

async function partitions(): Promise<string[]> {
  const rows = await db.query<{ name: string }[]>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'event'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** The retention job of a gateway, until its first step is through. */
async function retention(): Promise<void> {
  const job = new EventRetention(db, days, { now: { eventRetentionDays: KEPT_DAYS } } as Settings, SILENT);
  await job.onModuleInit();
  await eventually('end of the old days', async () => (await days.outdated(KEPT_DAYS)).length === 0);
  await job.beforeApplicationShutdown();
}

describe('the days of the event log', () => {
  it('are made ahead of time, once, however often it is asked', async () => {
    const before = await partitions();
    await days.add(5);
    await days.add(5);
    const made = (await partitions()).filter((name) => !before.includes(name));
    expect(made).toEqual([`event_${new Date(Date.now() + 5 * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`]);
  });

  it('refuse no event of a day that was not made, and leave it where it is', async () => {
    await event(new Date(Date.now() + 9 * DAY_MS));
    await days.add(9);
    expect(await events()).toBe(1);
  });

  it('are dropped whole when they are over, and the kept ones lose nothing', async () => {
    await db.query(`select add_event_day((now() at time zone 'UTC')::date - ago) from unnest(array[3, 4, 9]) ago`);
    for (const ago of [0, 1, 3, 4, 9]) await event(daysAgo(ago));
    expect(await days.outdated(KEPT_DAYS)).toHaveLength(2);
    await retention();
    expect(await events()).toBe(3);
    expect(await days.outdated(KEPT_DAYS)).toEqual([]);
  });

  it('let old events go that have no day of their own', async () => {
    for (const ago of [20, 21, 22]) await event(daysAgo(ago));
    await event(daysAgo(0));
    expect(await days.prune(KEPT_DAYS)).toBe(false);
    expect(await events()).toBe(1);
  });
});
