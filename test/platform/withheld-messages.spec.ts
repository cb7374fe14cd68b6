import { MessageFactsRepository } from '../../src/gateway/messaging/message-facts.repository.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const USER = '00000000-0000-7000-8000-000000000001';
const BOB = '4930123@s.whatsapp.net';
const WITHHELD = { type: 'unsupported', text: null, rawKind: 'unavailable', content: null } as const;
const READABLE = {
  type: 'text',
  text: 'hello',
  rawKind: 'conversation',
  content: { type: 'text', text: 'hello' },
} as const;

let database: OwnDatabase;

beforeAll(async () => {
  database = await ownDatabase();
});

afterAll(() => database?.stop());

it('a message that WhatsApp withheld gives its place to the one that comes instead, once', async () => {
  const db = await database.connect();
  await db.query(`insert into users (id, email, password_hash, role) values ($1, 'a@example.org', '', 'USER')`, [USER]);
  await db.query(`insert into session (id, user_id, name) values ('shop', $1, 'shop')`, [USER]);
  const repository = new MessageFactsRepository();
  const receive = (said: typeof WITHHELD | typeof READABLE) => {
    const where = {
      messageId: 'A1',
      chatId: BOB,
      from: BOB,
      to: 'me',
      pushName: null,
      context: null,
      sentAt: new Date(),
    };
    return repository.receive(db.manager, 'shop', { ...where, ...said }, [BOB]);
  };
  expect([await receive(WITHHELD), await receive(WITHHELD)]).toEqual([true, false]);
  expect([await receive(READABLE), await receive(READABLE)]).toEqual([true, false]);
  expect(await receive(WITHHELD)).toBe(false);
  expect(await db.query('select type, text, raw_kind from message')).toEqual([
    { type: 'text', text: 'hello', raw_kind: 'conversation' },
  ]);
});
