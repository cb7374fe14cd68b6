import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { PARTS } from '../../src/gateway/data-exports/known.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

/** Tables with something of a user that are not in an archive, and why. */
const LEFT_OUT: Record<string, string> = {
  refresh_token: 'secrets',
  session_export: 'secrets',
  idempotency_key: 'answers that were given, for 7 days',
  data_export: 'the archives themselves',
  session_archive: 'how far copies are',
  ingest_failure: 'work that is under way',
  dead_fact: 'what could not be understood; messages of it are shown as such',
  message_action: 'ids only',
  usage_entry: 'for some seconds, then in usage-hours',
  usage_event: 'the same as usage, message by message',
  event_log: 'counters',
  delivery: 'how events went to webhooks',
  event_lane: 'counters',
};

let database: OwnDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await ownDatabase();
  dataSource = await database.connect();
});

afterAll(() => database?.stop());

it('asks for columns that there are', async () => {
  for (const { query } of PARTS) expect(await dataSource.query(query, [randomUUID(), null])).toEqual([]);
});

it('knows each table with something of a user or a session', async () => {
  const tables = await dataSource.query<{ name: string }[]>(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname in ('user_id', 'session_id') order by 1`,
  );
  const queries = [...PARTS.map(({ query }) => query), 'from message '].join('\n');
  const isShown = (name: string) => new RegExp(`from ${name}\\b`).test(queries);
  const forgotten = tables.map(({ name }) => name).filter((name) => !isShown(name) && !(name in LEFT_OUT));
  expect(forgotten).toEqual([]);
});
