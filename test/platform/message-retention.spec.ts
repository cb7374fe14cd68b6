import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { MessageQuarters } from '../../src/gateway/messaging/message-quarters.repository.js';
import { MessageRetentionRepository } from '../../src/gateway/messaging/message-retention.repository.js';
import { limitsAt } from '../../src/gateway/messaging/message-limits.js';
import { firstIdAt } from '../../src/gateway/messaging/stored-at.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const DAY_MS = 86_400_000;
const BEGINNING = firstIdAt(new Date(0));
const USER = '00000000-0000-7000-8000-000000000001';

let database: OwnDatabase;
let db: DataSource;
let retention: MessageRetentionRepository;
let quarters: MessageQuarters;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  retention = new MessageRetentionRepository(db);
  quarters = new MessageQuarters(db);
  await db.query(`insert into users (id, email, password_hash, role) values ($1, 'a@example.org', '', 'USER')`, [USER]);
  await db.query(`insert into session (id, user_id, name) values ('shop', $1, 'shop')`, [USER]);
});

afterAll(() => database?.stop());

beforeEach(() => db.query('delete from message'));

let count = 0;
async function stored(daysAgo: number, type = 'text', status = 'DELIVERED'): Promise<string> {
  const name = `${type} of ${daysAgo} days ago, ${status}`;
  const id = firstIdAt(new Date(NOW.getTime() - daysAgo * DAY_MS)).slice(0, 24) + String(count++).padStart(12, '0');
  await db.query(
    `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status, sent_at)
     values ($1, 'shop', $2, 'outbound', 'me', 'x', 'x', 'x', $3, $4, $5, now())`,
    [id, randomUUID(), type, name, status],
  );
  return name;
}

const left = async () => {
  const rows = await db.query<{ text: string }[]>('select text from message order by id');
  return rows.map(({ text }) => text);
};
const sweep = (days: Parameters<typeof limitsAt>[1]) => retention.erase(limitsAt(NOW, days), BEGINNING, 1_000);

it('erases what is older than its kind is kept, and nothing else', async () => {
  await stored(400);
  const text = await stored(300);
  await stored(100, 'image');
  const image = await stored(80, 'image');
  const poll = await stored(2_000, 'poll');
  const { looked } = await sweep({ others: 365, byKind: { image: 90, poll: 0 } });
  expect(looked).toBe(4);
  expect((await left()).sort()).toEqual([text, image, poll].sort());
});

it('erases nothing where all is kept for ever, but for the kinds that are not', async () => {
  const text = await stored(3_000);
  await stored(3_000, 'image');
  await sweep({ others: 0, byKind: { image: 1 } });
  expect(await left()).toEqual([text]);
});

it('waits for what is still to be sent', async () => {
  const queued = await stored(400, 'text', 'QUEUED');
  await sweep({ others: 30, byKind: {} });
  expect(await left()).toEqual([queued]);
});

it('goes on where a step ended, and comes to an end', async () => {
  for (let n = 0; n < 5; n++) await stored(100 + n);
  const kept = await stored(500, 'poll');
  const limits = limitsAt(NOW, { others: 30, byKind: { poll: 0 } });
  let after = BEGINNING;
  const looked: number[] = [];
  for (let steps = 0; steps < 4; steps++) {
    const step = await retention.erase(limits, after, 2);
    looked.push(step.looked);
    after = step.last ?? BEGINNING;
  }
  expect(looked).toEqual([2, 2, 2, 0]);
  expect(await left()).toEqual([kept]);
});

describe('quarters', () => {
  const parts = async () => {
    const rows = await db.query<{ name: string }[]>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'message'::regclass order by 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('are made ahead, again and again', async () => {
    const before = await parts();
    await quarters.addNext();
    expect(await parts()).toEqual(before);
    expect(before.filter((name) => /^message_\d{4}q\d$/.test(name))).toHaveLength(1);
  });

  it('end when they are over and empty', async () => {
    await db.query(`alter table message detach partition message_before`);
    for (const day of ['2024-02-01', '2024-05-01']) await db.query('select add_message_quarter($1::date)', [day]);
    const id = firstIdAt(new Date('2024-06-30T23:59:59Z'));
    await db.query(
      `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, status, sent_at)
       values ($1, 'shop', 'OLD', 'inbound', 'x', 'x', 'x', 'x', 'text', 'DELIVERED', now())`,
      [id],
    );
    expect(await db.query('select tableoid::regclass::text as part from message')).toEqual([
      { part: 'message_2024q2' },
    ]);
    expect(await quarters.dropEmpty()).toEqual(['message_2024q1']);
    await db.query('delete from message');
    expect(await quarters.dropEmpty()).toEqual(['message_2024q2']);
  });
});
