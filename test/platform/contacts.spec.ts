import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { InboxFact, MessageReceivedFact } from '../../src/contracts/index.js';
import { ContactFacts } from '../../src/gateway/address-book/index.js';
import { ContactsRepository } from '../../src/gateway/address-book/contacts.repository.js';
import { MessageFactsRepository } from '../../src/gateway/messaging/message-facts.repository.js';
import { receivedMessage, senderKeys } from '../../src/gateway/messaging/message-facts.js';
import type { SessionEntity } from '../../src/gateway/sessions/index.js';
import { transaction } from '../../src/platform/database/index.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const PHONE = '6281234567@s.whatsapp.net';
const LID = '777@lid';

let database: OwnDatabase;
let db: DataSource;
let contacts: ContactFacts;
const messages = new MessageFactsRepository();
let sessionId: string;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  contacts = new ContactFacts(new ContactsRepository(db));
  await db.query(`insert into users (id, email, password_hash, role) values ($1, 'a@example.org', '', 'USER')`, [
    '00000000-0000-7000-8000-000000000001',
  ]);
});

afterAll(() => database?.stop());

beforeEach(async () => {
  sessionId = randomUUID();
  await db.query('insert into session (id, user_id, name) values ($1, $2, $1)', [
    sessionId,
    '00000000-0000-7000-8000-000000000001',
  ]);
});

const told = (whatsappId: string | null, lid: string | null, names: object = {}): InboxFact => ({
  kind: 'contact.told',
  payload: { contacts: [{ whatsappId, lid, ...names }], isNews: true },
});

function message(
  messageId: string,
  chat: string,
  fromLid: string | null,
): InboxFact & { payload: MessageReceivedFact } {
  const sender = { messageId, fromMe: false, chat, from: chat, fromLid, pushName: null, timestamp: 1 };
  return { kind: 'message.received', payload: { ...sender, to: 'me', content: { type: 'text', text: messageId } } };
}

/** As ingest does it, without the events. */
function takeIn(...facts: InboxFact[]) {
  return transaction(db, async (tx) => {
    const session = { id: sessionId, whatsappId: 'me', lid: null } as SessionEntity;
    await tx.query('select 1 from session where id = $1 for no key update', [sessionId]);
    const met = await contacts.meet(tx, session, facts);
    if (met.joined.length > 0) await messages.joinChats(tx, sessionId, met.joined);
    for (const { kind, payload } of met.facts) {
      if (kind !== 'message.received') continue;
      await messages.receive(tx, sessionId, receivedMessage(payload), senderKeys(payload.from, payload.fromLid));
    }
    return met;
  });
}

const rows = () =>
  db.query<object[]>('select whatsapp_id, lid, push_name, saved_name from contact where session_id = $1 order by id', [
    sessionId,
  ]);
const chats = () =>
  db.query<object[]>('select message_id, chat_id, from_jid from message where session_id = $1 order by message_id', [
    sessionId,
  ]);

describe('contacts', () => {
  it('and their messages become one when a number and a LID turn out to be one person', async () => {
    await takeIn(message('a', LID, LID), message('b', LID, LID), message('c', PHONE, null));
    expect(await rows()).toHaveLength(2);
    const { events } = await takeIn(told(PHONE, LID, { savedName: 'Ada' }));
    expect(events).toMatchObject([
      { type: 'contact.updated', chatId: PHONE, payload: { contactId: PHONE, lid: LID, name: 'Ada', merged: true } },
    ]);
    expect(await rows()).toEqual([{ whatsapp_id: PHONE, lid: LID, push_name: null, saved_name: 'Ada' }]);
    const inPhoneChat = { chat_id: PHONE, from_jid: PHONE };
    expect(await chats()).toEqual(['a', 'b', 'c'].map((message_id) => ({ message_id, ...inPhoneChat })));
  });

  it('take a message that still comes under the LID into the chat by phone number', async () => {
    await takeIn(told(PHONE, LID), message('a', LID, LID));
    await takeIn(message('b', LID, null));
    expect(await chats()).toMatchObject([
      { message_id: 'a', chat_id: PHONE },
      { message_id: 'b', chat_id: PHONE },
    ]);
    expect(await rows()).toHaveLength(1);
  });

  it('become one while messages of both come in with it', async () => {
    await takeIn(message('a', LID, LID));
    await takeIn(message('b', PHONE, null), message('c', PHONE, LID), message('d', LID, LID));
    expect((await chats()).map((row) => (row as { chat_id: string }).chat_id)).toEqual([PHONE, PHONE, PHONE, PHONE]);
    expect(await rows()).toMatchObject([{ whatsapp_id: PHONE, lid: LID }]);
  });

  it('exchange their numbers in one batch, past the uniqueness of both', async () => {
    const [phone2, lid2] = ['6289999999@s.whatsapp.net', '888@lid'];
    await takeIn(told(PHONE, LID, { pushName: 'a' }), told(phone2, lid2, { pushName: 'b' }));
    await takeIn(told(PHONE, lid2), told(phone2, LID));
    expect(await rows()).toMatchObject([
      { whatsapp_id: phone2, lid: LID, push_name: 'a' },
      { whatsapp_id: PHONE, lid: lid2, push_name: 'b' },
    ]);
  });

  it('say nothing when a batch comes again', async () => {
    const facts = [message('a', LID, LID), told(PHONE, LID, { savedName: 'Ada' })];
    await takeIn(...facts);
    const again = await takeIn(...facts);
    expect(again.events).toEqual([]);
    expect(again.joined).toEqual([]);
  });
});
