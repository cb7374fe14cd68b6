import { Messages } from '../../src/gateway/messaging/messages.service.js';
import { MessagesRepository } from '../../src/gateway/messaging/messages.repository.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const USER = '00000000-0000-7000-8000-000000000001';

let database: OwnDatabase;
let messages: Messages;
let store: (from: number, to: number) => Promise<unknown>;

beforeAll(async () => {
  database = await ownDatabase();
  const db = await database.connect();
  const nothing = {} as never;
  const everybody = { own: () => Promise.resolve() } as never;
  messages = new Messages(everybody, new MessagesRepository(db), nothing, nothing, nothing, nothing);
  await db.query(`insert into users (id, email, password_hash, role) values ($1, 'a@example.org', '', 'USER')`, [USER]);
  await db.query(`insert into session (id, user_id, name) values ('shop', $1, 'shop')`, [USER]);
  store = (from, to) =>
    db.query(
      `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status, sent_at)
       select ('019a0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'shop', 'M' || n, 'inbound', 'x', 'x', 'x', 'me',
              'text', 'hi', 'DELIVERED', now() from generate_series($1::int, $2::int) n`,
      [from, to],
    );
});

afterAll(() => database?.stop());

const page = async (query: object) =>
  (await messages.list({} as never, 'shop', { limit: 2, ...query } as never)).pagination;

it('counts up to 10,000 messages where somebody pages by offset, and tells no total of more', async () => {
  await store(1, 10_000);
  expect(await page({ offset: 0 })).toMatchObject({ total: 10_000, offset: 0 });
  expect(await page({})).not.toHaveProperty('total');
  await store(10_001, 10_001);
  expect(await page({ offset: 4 })).not.toHaveProperty('total');
  expect(await page({ offset: 4 })).toMatchObject({ offset: 4, nextCursor: expect.any(String) });
  expect(await page({ offset: 0, direction: 'outbound' })).toMatchObject({ total: 0 });
});
