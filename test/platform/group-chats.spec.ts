import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { MessageStatus, MessageStatusFact } from '../../src/contracts/index.js';
import { MessageReceiptsRepository } from '../../src/gateway/messaging/message-receipts.repository.js';
import { MessagesRepository } from '../../src/gateway/messaging/messages.repository.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const GROUP = '120363041234567890@g.us';
const BOB = '6281000002@s.whatsapp.net';
const EVE = '6281000003@s.whatsapp.net';
const EARLY = '2026-01-15T10:30:00.000Z';
const LATE = '2026-01-15T10:31:00.000Z';

let database: OwnDatabase;
let db: DataSource;
let receipts: MessageReceiptsRepository;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  receipts = new MessageReceiptsRepository(db);
});

afterAll(() => database?.stop());

async function newSession(): Promise<string> {
  const [userId, sessionId] = [randomUUID(), `s-${randomUUID()}`];
  await db.query(`insert into users (id, email, password_hash, role) values ($1, $2, 'x', 'USER')`, [userId, userId]);
  await db.query(`insert into session (id, user_id, name) values ($1, $2, 'shop')`, [sessionId, userId]);
  return sessionId;
}

/** A message of the session's own; gives its row's id. */
async function sent(sessionId: string, messageId: string, chat = GROUP): Promise<string> {
  const id = uuid();
  await db.query(
    `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status, sent_at)
     values ($1, $2, $3, 'outbound', 'me', $4, '', $4, 'text', 'x', 'SENT', now())`,
    [id, sessionId, messageId, chat],
  );
  return id;
}

const step = (messageId: string, by: string | null, status: MessageStatus, at: string): MessageStatusFact => {
  return { messageId, status, at, detail: null, ...(by !== null && { by }) };
};

describe('receipts of the members of a group', () => {
  it('count once for all devices of a member, from the first on, in whatever batch they come', async () => {
    const sessionId = await newSession();
    const id = await sent(sessionId, 'M1');
    const both = [
      step('M1', BOB, 'DELIVERED', LATE),
      step('M1', BOB, 'DELIVERED', EARLY),
      step('M1', EVE, 'READ', LATE),
    ];
    await receipts.note(db.manager, sessionId, both);
    await receipts.note(db.manager, sessionId, [step('M1', BOB, 'DELIVERED', LATE), step('M1', BOB, 'READ', LATE)]);
    expect(await receipts.of(id)).toEqual([
      { member: BOB, deliveredAt: new Date(EARLY), readAt: new Date(LATE), playedAt: null },
      { member: EVE, deliveredAt: null, readAt: new Date(LATE), playedAt: null },
    ]);
  });

  it('are not kept of persons, of messages that are not there, or for another session', async () => {
    const [sessionId, other] = [await newSession(), await newSession()];
    const id = await sent(sessionId, 'M2');
    const steps = [step('M2', null, 'READ', EARLY), step('NOTHERE', BOB, 'READ', EARLY)];
    await receipts.note(db.manager, sessionId, steps);
    await receipts.note(db.manager, other, [step('M2', BOB, 'READ', EARLY)]);
    expect(await receipts.of(id)).toEqual([]);
  });

  it('go with their message', async () => {
    const sessionId = await newSession();
    const id = await sent(sessionId, 'M3');
    await receipts.note(db.manager, sessionId, [step('M3', BOB, 'DELIVERED', EARLY)]);
    await db.query('delete from message where id = $1', [id]);
    expect(await receipts.of(id)).toEqual([]);
  });
});

describe('those who see a status when nobody is named', () => {
  it('are the persons with whom the session has a chat, each once, and no groups', async () => {
    const sessionId = await newSession();
    const chats = [BOB, GROUP, '77@lid', BOB, 'status@broadcast', EVE];
    for (const [at, chat] of chats.entries()) await sent(sessionId, `S${at}`, chat);
    await sent(await newSession(), 'S0', '6281000009@s.whatsapp.net');
    const messages = new MessagesRepository(db);
    expect((await messages.peopleWritten(sessionId, 10)).sort()).toEqual([BOB, EVE, '77@lid'].sort());
    expect(await messages.peopleWritten(sessionId, 2)).toHaveLength(2);
    expect(await messages.peopleWritten(await newSession(), 10)).toEqual([]);
  });
});
