import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { ChatChange } from '../../src/contracts/index.js';
import { ChatFacts, type Touch } from '../../src/gateway/chats/index.js';
import { ChatsRepository } from '../../src/gateway/chats/chats.repository.js';
import { LabelsRepository } from '../../src/gateway/chats/labels.repository.js';
import { ChatMessages } from '../../src/gateway/messaging/index.js';
import { MessagesRepository } from '../../src/gateway/messaging/messages.repository.js';
import { transaction, type Tx } from '../../src/platform/database/index.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const USER = '00000000-0000-7000-8000-000000000001';
const BOB = '6281234567@s.whatsapp.net';
const LID = '777@lid';

let database: OwnDatabase;
let db: DataSource;
let repository: ChatsRepository;
let labels: LabelsRepository;
let chats: ChatFacts;
let sessionId: string;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  repository = new ChatsRepository(db);
  labels = new LabelsRepository(db);
  chats = new ChatFacts(repository, new ChatMessages(db, new MessagesRepository(db)), labels);
  await db.query(`insert into users (id, email, password_hash, role) values ($1, 'a@example.org', '', 'USER')`, [USER]);
});

afterAll(() => database?.stop());

beforeEach(async () => {
  sessionId = randomUUID();
  await db.query('insert into session (id, user_id, name) values ($1, $2, $1)', [sessionId, USER]);
});

const within = <T>(work: (tx: Tx) => Promise<T>) => transaction(db, work);
const touch = (chatId: string, messageId: string, seconds: number, unread = 1): Touch => ({
  ...{ chatId, messageId, unread },
  at: new Date(seconds * 1000),
});
const put = (...touches: Touch[]) => within((tx) => chats.touch(tx, sessionId, touches));
const set = (change: Omit<ChatChange, 'chat'>, isNews = true) =>
  within((tx) => chats.change(tx, sessionId, { changes: [{ chat: BOB, ...change }], isNews }));
const chat = (chatId = BOB) => repository.find(sessionId, chatId);

async function message(messageId: string, at: number): Promise<void> {
  await db.query(
    `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, status, sent_at)
     values ($1, $2, $3, 'inbound', 'bob', $4, $4, 'me', 'text', 'DELIVERED', now())`,
    [`00000000-0000-7000-8000-${String(at).padStart(12, '0')}`, sessionId, messageId, BOB],
  );
}

describe('the list of chats', () => {
  it('has the newest message of each, in whatever order they come', async () => {
    await put(touch(BOB, 'b', 20), touch(BOB, 'a', 10), touch('x', 'c', 15));
    await put(touch(BOB, 'late', 5));
    expect(await chat()).toMatchObject({ lastMessageId: 'b', unread: 3, lastAt: new Date(20_000) });
    const page = await repository.page(sessionId, null, null, 10);
    expect(page.map(({ chatId }) => chatId)).toEqual([BOB, 'x']);
    expect(await repository.page(sessionId, null, page[0]!, 10)).toHaveLength(1);
  });

  it('goes on past chats with a message of the same second', async () => {
    await put(touch('a', '1', 9), touch('b', '2', 9), touch('c', '3', 9));
    const seen = [];
    for (let last = null; ;) {
      const [next] = await repository.page(sessionId, null, last, 1);
      if (!next) break;
      seen.push(next.chatId);
      last = next as never;
    }
    expect(seen).toEqual(['c', 'b', 'a']);
  });

  it('tells of a setting once, and of none that was so before the session was linked', async () => {
    const [told] = await set({ archived: true });
    expect(told).toMatchObject({
      type: 'chat.updated',
      payload: { chatId: BOB, archived: true, changed: ['archived'] },
    });
    expect(await set({ archived: true })).toEqual([]);
    expect(await set({ pinnedAt: '2026-01-01T00:00:00.000Z' }, false)).toEqual([]);
    expect(await chat()).toMatchObject({ archived: true, pinnedAt: new Date('2026-01-01T00:00:00.000Z') });
  });

  it('keeps unread what came in after the message that was read', async () => {
    for (const [at, id] of ['a', 'b', 'c', 'd'].entries()) await message(id, at + 1);
    await put(...['a', 'b', 'c', 'd'].map((id, at) => touch(BOB, id, at)));
    const read = (...messageIds: string[]) =>
      within((tx) => chats.read(tx, sessionId, { chat: BOB, messageIds, at: '2026-01-01T00:00:00.000Z' }));
    expect(await read('b', 'a')).toMatchObject([{ payload: { unreadCount: 2, changed: ['unreadCount', 'unread'] } }]);
    expect(await read('a')).toEqual([]);
    expect(await read('unknown')).toEqual([]);
    expect(await read('d')).toMatchObject([{ payload: { unreadCount: 0, unread: false } }]);
  });

  it('takes the chat of a LID into that of the number, with what is unread and set in it', async () => {
    await put(touch(BOB, 'old', 10), touch(LID, 'new', 20), touch(LID, 'newer', 30));
    await within((tx) =>
      chats.change(tx, sessionId, { changes: [{ chat: LID, archived: true, ephemeralSeconds: 60 }], isNews: true }),
    );
    await within((tx) => chats.join(tx, sessionId, [{ whatsappId: BOB, lid: LID }]));
    expect(await chat(LID)).toBeNull();
    const joined = { lastMessageId: 'newer', unread: 3, archived: true, ephemeralSeconds: 60 };
    expect(await chat()).toMatchObject(joined);
    await within((tx) => chats.join(tx, sessionId, [{ whatsappId: BOB, lid: LID }]));
    expect(await chat()).toMatchObject(joined);
  });

  it('bears labels until they are deleted', async () => {
    const edit = (labelId: string, deleted: boolean) =>
      within((tx) =>
        chats.editLabel(tx, sessionId, { labelId, name: `label ${labelId}`, color: 1, deleted, isNews: true }),
      );
    for (const labelId of ['10', '9']) {
      expect(await edit(labelId, false)).toEqual([]);
      await set({ label: { labelId, labelled: true } });
    }
    expect(await set({ label: { labelId: '9', labelled: true } })).toEqual([]);
    expect((await labels.of(sessionId)).map(({ labelId }) => labelId)).toEqual(['9', '10']);
    expect(await edit('10', true)).toMatchObject([{ payload: { chatId: BOB, labels: ['9'], changed: ['labels'] } }]);
    expect(await edit('10', true)).toEqual([]);
    expect(await labels.of(sessionId)).toEqual([{ labelId: '9', name: 'label 9', color: 1 }]);
    expect(await chat()).toMatchObject({ labels: ['9'] });
    await put(touch(LID, 'a', 1));
    await within((tx) =>
      chats.change(tx, sessionId, {
        changes: ['9', '8'].map((labelId) => ({ chat: LID, label: { labelId, labelled: true } })),
        isNews: true,
      }),
    );
    await within((tx) => chats.join(tx, sessionId, [{ whatsappId: BOB, lid: LID }]));
    expect(await chat()).toMatchObject({ labels: ['9', '8'] });
  });

  it('forgets a chat that was deleted, until a message comes', async () => {
    await put(touch(BOB, 'a', 1));
    await set({ deleted: true });
    expect(await chat()).toBeNull();
    await put(touch(BOB, 'b', 2));
    expect(await chat()).toMatchObject({ unread: 1, lastMessageId: 'b' });
  });
});
