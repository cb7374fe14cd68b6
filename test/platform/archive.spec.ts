import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { ArchiveRepository } from '../../src/gateway/archive/archive.repository.js';
import { MessageExport } from '../../src/gateway/archive/message-export.service.js';
import { SessionArchive } from '../../src/gateway/archive/session-archive.service.js';
import { MessageHistory } from '../../src/gateway/messaging/message-history.service.js';
import { MessagesRepository } from '../../src/gateway/messaging/messages.repository.js';
import {
  AccountLog,
  Accounts,
  type Claim,
  Inbox,
  type LogHead,
  ObjectRemovals,
  openSnapshotFile,
  Ownership,
  Snapshots,
  Workers,
} from '../../src/mailbox/index.js';
import type { AppConfig } from '../../src/platform/config/index.js';
import { Keyring } from '../../src/platform/crypto/index.js';
import { FileStore, type ObjectStore, SealedObjects, Spool } from '../../src/platform/object-store/index.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const DAY_MS = 24 * 3_600_000;
const config = { keyring: Keyring.of(randomBytes(32)) } as AppConfig;

let database: OwnDatabase;
let db: DataSource;
let store: ObjectStore;
let sealed: SealedObjects;
let accounts: Accounts;
let accountLog: AccountLog;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  store = new FileStore(join(database.root, 'objects'), new Spool(join(database.root, 'objects', 'temp', 'uploads')));
  sealed = new SealedObjects(store, config);
  accounts = new Accounts(db, config, new Inbox(db));
  accountLog = new AccountLog(db, config);
});

afterAll(() => database?.stop());

/** Works until there is nothing left to do. */
async function archive(at: ObjectStore = store): Promise<void> {
  const history = new MessageHistory(new MessagesRepository(db));
  const messageExport = new MessageExport(history, new SealedObjects(at, config));
  const parts = [new ObjectRemovals(db), new Snapshots(db), new ArchiveRepository(db), messageExport] as const;
  const job = new SessionArchive(at, ...parts);
  while ((await job.step()) === 'more');
}

/** The store as it is when nobody reaches it. */
const away = new Proxy({} as ObjectStore, {
  get: () => () => Promise.reject(new Error('the store is away')),
});

/** A session that was made some days ago, with its account. */
async function session(daysAgo = 0, id = `s-${randomUUID()}`): Promise<string> {
  const userId = randomUUID();
  await db.query(`insert into users (id, email, password_hash, role) values ($1, $2, 'x', 'USER')`, [userId, userId]);
  await db.query(
    `insert into session (id, user_id, name, whatsapp_id, created_at)
     values ($1, $2, 'canary', '6281234567890@s.whatsapp.net', now() - $3 * interval '1 day')`,
    [id, userId, daysAgo],
  );
  await accounts.open(db.manager, id);
  return id;
}

async function message(sessionId: string, storedAt: Date, text: string): Promise<void> {
  await db.query(
    `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status, sent_at)
     values ($1, $2, $3, 'inbound', 'x', 'x', 'x', 'x', 'text', $4, 'DELIVERED', $5)`,
    [v7({ msecs: storedAt.getTime() }), sessionId, randomUUID(), text, storedAt],
  );
}

/** The owner of an account, who writes its log. */
async function owner(sessionId: string) {
  const [workerId, incarnation] = [`w-${randomUUID()}`, randomUUID()];
  await new Workers(db).register({ workerId, incarnation, maxSessions: 50 });
  await accounts.want(db.manager, sessionId, 'on');
  await accounts.place(db.manager, sessionId, workerId);
  const claim = (await new Ownership(db).claim(sessionId, workerId, incarnation)) as Claim;
  const { accountKey, head } = await accountLog.load(claim);
  return { claim, accountKey, head };
}

/** Writes a record and replaces the log by a snapshot of this content. */
async function snapshot(own: { claim: Claim; accountKey: Buffer; head: LogHead }, content: string): Promise<void> {
  const batch = { record: Buffer.from(content), facts: [], sent: [], dropped: [] };
  own.head = await accountLog.commit(own.claim, own.accountKey, own.head, batch);
  await accountLog.snapshot(own.claim, own.accountKey, own.head, Buffer.from(content));
}

const keysOf = async (folder: string) => (await store.list(folder, 1000)).map(({ key }) => key.split('/').at(-1)!);
const bytesOf = async (key: string) => buffer(await store.get(key));
const midnight = (daysAgo: number) => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - daysAgo * DAY_MS);
const dayOf = (daysAgo: number) => midnight(daysAgo).toISOString().slice(0, 10);

interface ExportedDay {
  sessionId: string;
  day: string;
  messages: { text: string }[];
}

async function exported(sessionId: string, daysAgo: number): Promise<ExportedDay> {
  const content = await buffer(await sealed.openWithKey(`sessions/${sessionId}/messages/${dayOf(daysAgo)}.json`));
  return JSON.parse(content.toString()) as ExportedDay;
}

describe('snapshots in the object store', () => {
  it('are opened with the encryption key alone, and with no other', async () => {
    const id = await session();
    await snapshot(await owner(id), 'canary keys');
    await archive();
    const [name] = await keysOf(`sessions/${id}/auth_info_baileys`);
    const file = await bytesOf(`sessions/${id}/auth_info_baileys/${name}`);
    expect(file.includes('canary')).toBe(false);
    const opened = openSnapshotFile(config.keyring, file);
    expect([opened.sessionId, opened.epoch, opened.seq, opened.state.toString()]).toEqual([id, 1n, 1n, 'canary keys']);
    expect(() => openSnapshotFile(Keyring.of(randomBytes(32)), file)).toThrow();
    file[file.length - 1]! ^= 1;
    expect(() => openSnapshotFile(config.keyring, file)).toThrow();
  });

  it('are written once each, and the newest two are kept', async () => {
    const id = await session();
    const own = await owner(id);
    for (const content of ['one', 'two', 'three']) {
      await snapshot(own, content);
      await archive();
      await archive();
    }
    const names = await keysOf(`sessions/${id}/auth_info_baileys`);
    const files = await Promise.all(names.map((name) => bytesOf(`sessions/${id}/auth_info_baileys/${name}`)));
    expect(files.map((file) => openSnapshotFile(config.keyring, file).state.toString())).toEqual(['two', 'three']);
  });

  it('that were taken while the store was away are made up for by the newest one', async () => {
    const id = await session();
    const own = await owner(id);
    for (const content of ['one', 'two', 'three']) {
      await snapshot(own, content);
      await expect(archive(away)).rejects.toThrow('away');
    }
    await archive();
    expect(await keysOf(`sessions/${id}/auth_info_baileys`)).toHaveLength(1);
  });

  it('are removed when the account’s keys are forgotten, and come anew with the next pairing', async () => {
    const id = await session();
    const own = await owner(id);
    await snapshot(own, 'first pairing');
    await archive();
    await accountLog.erase(own.claim, []);
    await new Ownership(db).release(own.claim);
    await archive();
    expect(await keysOf(`sessions/${id}/auth_info_baileys`)).toEqual([]);
    await snapshot(await owner(id), 'second pairing');
    await archive();
    expect(await keysOf(`sessions/${id}/auth_info_baileys`)).toHaveLength(1);
  });
});

describe('the card of a session', () => {
  it('follows the session and names nobody', async () => {
    const id = await session();
    await archive();
    const card = async () => (await bytesOf(`sessions/${id}/session-data.json`)).toString();
    expect(JSON.parse(await card())).toMatchObject({ sessionId: id, status: 'DISCONNECTED' });
    expect(await card()).not.toMatch(/canary|6281234567890/);
    await db.query(`update session set status = 'CONNECTED', updated_at = now() where id = $1`, [id]);
    await archive();
    expect(JSON.parse(await card())).toMatchObject({ status: 'CONNECTED' });
  });
});

describe('the daily export of messages', () => {
  it('catches up on missed days, and has each message of a day that is over once', async () => {
    const id = await session(5);
    const stored: [number, string][] = [
      [midnight(4).getTime(), 'first moment'],
      [midnight(3).getTime() - 1, 'last moment'],
      [midnight(2).getTime() + 1000, 'two days later'],
      [Date.now(), 'today'],
    ];
    for (const [at, text] of stored) await message(id, new Date(at), text);
    await archive();
    expect(await keysOf(`sessions/${id}/messages`)).toEqual([`${dayOf(4)}.json`, `${dayOf(2)}.json`]);
    expect(await exported(id, 4)).toMatchObject({
      sessionId: id,
      day: dayOf(4),
      messages: [{ text: 'first moment' }, { text: 'last moment' }],
    });
    expect((await exported(id, 2)).messages.map(({ text }) => text)).toEqual(['two days later']);
    const kept = await bytesOf(`sessions/${id}/messages/${dayOf(4)}.json`);
    expect(kept.includes('moment')).toBe(false);
  });

  it('goes on where it was when the store went away', async () => {
    const id = await session(4);
    for (const daysAgo of [3, 2, 1]) await message(id, midnight(daysAgo), `stored ${daysAgo} days ago`);
    await expect(archive(away)).rejects.toThrow('away');
    await archive();
    expect(await keysOf(`sessions/${id}/messages`)).toEqual([3, 2, 1].map((daysAgo) => `${dayOf(daysAgo)}.json`));
    await db.query('update session_archive set next_day = $2 where session_id = $1', [id, dayOf(2)]);
    await archive();
    expect((await exported(id, 2)).messages.map(({ text }) => text)).toEqual(['stored 2 days ago']);
  });

  it('takes a day of any size a page at a time', async () => {
    const id = await session(2);
    await db.query(
      `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status, sent_at)
       select (substr($2, 1, 23) || '-' || lpad(to_hex(n), 12, '0'))::uuid, $1, 'm' || n, 'inbound', 'x', 'x', 'x', 'x', 'text',
              'number ' || n, 'DELIVERED', now()
       from generate_series(1, 1750) n`,
      [id, v7({ msecs: midnight(1).getTime() })],
    );
    await archive();
    const { messages } = await exported(id, 1);
    expect(messages.map(({ text }) => text)).toEqual(messages.map((_, at) => `number ${at + 1}`));
    expect(messages).toHaveLength(1750);
  });
});

describe('a session that is deleted', () => {
  it('leaves nothing in the object store, also when that was away at the time', async () => {
    const id = await session(2);
    await message(id, midnight(1), 'hello');
    await snapshot(await owner(id), 'keys');
    await archive();
    expect(await store.list(`sessions/${id}`, 10)).toHaveLength(3);
    await accounts.remove(db.manager, id);
    await db.query('delete from session where id = $1', [id]);
    await expect(archive(away)).rejects.toThrow('away');
    await archive();
    expect(await store.list(`sessions/${id}`, 10)).toEqual([]);
  });

  it('does not take with it one that was made anew under its id', async () => {
    const id = await session();
    await snapshot(await owner(id), 'old keys');
    await archive();
    await accounts.remove(db.manager, id);
    await db.query('delete from session where id = $1', [id]);
    await session(0, id);
    await snapshot(await owner(id), 'new keys');
    await archive();
    await archive();
    const [name, ...more] = await keysOf(`sessions/${id}/auth_info_baileys`);
    expect(more).toEqual([]);
    const file = await bytesOf(`sessions/${id}/auth_info_baileys/${name}`);
    expect(openSnapshotFile(config.keyring, file).state.toString()).toBe('new keys');
    expect(await keysOf(`sessions/${id}`)).toContain('session-data.json');
  });
});
