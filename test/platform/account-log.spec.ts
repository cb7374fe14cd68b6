import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { InboxFact } from '../../src/contracts/index.js';
import {
  AccountLog,
  Accounts,
  type Batch,
  type Claim,
  Fenced,
  Inbox,
  LogDamaged,
  Outbox,
  Ownership,
  Workers,
} from '../../src/mailbox/index.js';
import type { AppConfig } from '../../src/platform/config/index.js';
import { Keyring } from '../../src/platform/crypto/index.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const config = { keyring: Keyring.of(randomBytes(32)) } as AppConfig;

let database: OwnDatabase;
let db: DataSource;
let accounts: Accounts;
let ownership: Ownership;
let workers: Workers;
let outbox: Outbox;
let accountLog: AccountLog;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  const inbox = new Inbox(db);
  accounts = new Accounts(db, config, inbox);
  ownership = new Ownership(db);
  workers = new Workers(db);
  outbox = new Outbox(db);
  accountLog = new AccountLog(db, config);
});

afterAll(() => database?.stop());

const batch = (text: string, more: Partial<Batch> = {}): Batch => ({
  record: Buffer.from(text),
  facts: [],
  sent: [],
  dropped: [],
  ...more,
});
const delivered = (messageId: string): InboxFact => ({
  kind: 'message.status',
  payload: { messageId, status: 'DELIVERED', at: '2026-01-01T00:00:00.000Z', detail: null },
});

/** A running worker, and an account that is placed on it and claimed by it. */
async function claimed(): Promise<{ claim: Claim; workerId: string; incarnation: string }> {
  const [sessionId, workerId, incarnation] = [`s-${randomUUID()}`, `w-${randomUUID()}`, randomUUID()];
  await workers.register({ workerId, incarnation, maxSessions: 50 });
  await accounts.open(db.manager, sessionId);
  await accounts.want(db.manager, sessionId, 'on');
  await accounts.place(db.manager, sessionId, workerId);
  const claim = await ownership.claim(sessionId, workerId, incarnation);
  if (!claim) throw new Error('not claimed');
  return { claim, workerId, incarnation };
}

const texts = (records: Buffer[]) => records.map(String);
const facts = async (sessionId: string) =>
  (await db.query('select count(*)::int as n from mailbox.inbox where session_id = $1', [sessionId]))[0].n as number;

describe('the log of an account', () => {
  it('gives back what was committed, in order, from the database alone', async () => {
    const { claim } = await claimed();
    let { head, accountKey } = await accountLog.load(claim);
    for (const text of ['one', 'two', 'three']) head = await accountLog.commit(claim, accountKey, head, batch(text));
    expect(texts((await accountLog.load(claim)).records)).toEqual(['one', 'two', 'three']);
    const [{ payload }] = await db.query('select payload from mailbox.account_log where session_id = $1', [
      claim.sessionId,
    ]);
    expect(String(payload)).not.toContain('one');
  });

  it('is shut for the old owner as soon as there is a new one', async () => {
    const { claim, workerId } = await claimed();
    const { head, accountKey } = await accountLog.load(claim);
    const successor = randomUUID();
    await workers.register({ workerId, incarnation: successor, maxSessions: 50 });
    const newer = await ownership.claim(claim.sessionId, workerId, successor);
    expect(newer?.epoch).toBe(claim.epoch + 1n);
    await expect(
      accountLog.commit(claim, accountKey, head, batch('late', { facts: [delivered('A')] })),
    ).rejects.toThrow(Fenced);
    await accountLog.snapshot(claim, accountKey, head, Buffer.from('late'));
    await accountLog.erase(claim, [delivered('A')]);
    await expect(accountLog.load(claim)).rejects.toThrow(Fenced);
    expect(texts((await accountLog.load(newer!)).records)).toEqual([]);
    expect(await facts(claim.sessionId)).toBe(0);
  });

  it('gives every claim an epoch of its own, however many try at once', async () => {
    const { claim, workerId, incarnation } = await claimed();
    await ownership.release(claim);
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => ownership.claim(claim.sessionId, workerId, incarnation)),
    );
    expect(new Set(claims.map((won) => won?.epoch)).size).toBe(8);
  });

  it('is not to be had by a run that is not registered, or not any more', async () => {
    const { claim, workerId, incarnation } = await claimed();
    await ownership.release(claim);
    expect(await ownership.claim(claim.sessionId, workerId, randomUUID())).toBeNull();
    await workers.leave(incarnation);
    expect(await ownership.claim(claim.sessionId, workerId, incarnation)).toBeNull();
  });

  it('takes a repeated commit for the same one when its outcome was unknown', async () => {
    const { claim } = await claimed();
    const { head, accountKey } = await accountLog.load(claim);
    const once = batch('once', { facts: [delivered('A')] });
    const first = await accountLog.commit(claim, accountKey, head, once);
    const second = await accountLog.commit(claim, accountKey, head, once);
    expect(second).toEqual(first);
    expect(await facts(claim.sessionId)).toBe(1);
    await expect(accountLog.commit(claim, accountKey, head, batch('another'))).rejects.toThrow(Fenced);
  });

  it('settles outbox rows and facts in the commit of the keys, or not at all', async () => {
    const { claim } = await claimed();
    const { sessionId } = claim;
    const { head, accountKey } = await accountLog.load(claim);
    for (const messageId of ['A', 'B']) {
      const message = { messageId, to: '628@s.whatsapp.net', content: { type: 'text' as const, text: 'x' } };
      await outbox.put(db.manager, { sessionId, message, expiresAt: new Date(Date.now() + 60_000) });
    }
    expect((await outbox.next(claim))?.message.messageId).toBe('A');
    await accountLog.commit(claim, accountKey, head, batch('', { sent: ['A'], facts: [delivered('A')] }));
    expect((await outbox.next(claim))?.message.messageId).toBe('B');
    const stale = { ...claim, epoch: claim.epoch - 1n };
    await expect(accountLog.commit(stale, accountKey, head, batch('', { dropped: ['B'] }))).rejects.toThrow(Fenced);
    expect(await outbox.find(sessionId, 'B')).not.toBeNull();
  });

  it('is replaced by a snapshot, and goes on after it', async () => {
    const { claim } = await claimed();
    let { head, accountKey } = await accountLog.load(claim);
    head = await accountLog.commit(claim, accountKey, head, batch('one'));
    await accountLog.snapshot(claim, accountKey, head, Buffer.from('all so far'));
    await accountLog.commit(claim, accountKey, head, batch('two'));
    const loaded = await accountLog.load(claim);
    expect([String(loaded.snapshot), texts(loaded.records)]).toEqual(['all so far', ['two']]);
  });

  it.each([
    ['was cut at its end', 'delete from mailbox.account_log where session_id = $1 and seq = 3'],
    ['lost a record in the middle', 'delete from mailbox.account_log where session_id = $1 and seq = 2'],
    [
      'was rolled back together with its position',
      `with cut as (delete from mailbox.account_log where session_id = $1 and seq = 3)
      update mailbox.account set head_seq = 2 where session_id = $1`,
    ],
    [
      'had a byte changed',
      `update mailbox.account_log set payload = set_byte(payload, 20, get_byte(payload, 20) # 1) where session_id = $1 and seq = 2`,
    ],
    [
      'had a record replaced by an older one',
      `update mailbox.account_log set payload = (select payload from mailbox.account_log where session_id = $1 and seq = 1) where session_id = $1 and seq = 3`,
    ],
  ])('is refused when it %s', async (_name, sabotage) => {
    const { claim } = await claimed();
    let { head, accountKey } = await accountLog.load(claim);
    for (const text of ['one', 'two', 'three']) head = await accountLog.commit(claim, accountKey, head, batch(text));
    await db.query(sabotage, [claim.sessionId]);
    await expect(accountLog.load(claim)).rejects.toThrow(LogDamaged);
  });

  it('is unreadable for ever after it was erased, and starts anew', async () => {
    const { claim } = await claimed();
    const { head, accountKey } = await accountLog.load(claim);
    await accountLog.commit(claim, accountKey, head, batch('secret'));
    await accountLog.erase(claim, []);
    const fresh = await accountLog.load(claim);
    expect(fresh.accountKey.equals(accountKey)).toBe(false);
    expect([fresh.snapshot, fresh.records]).toEqual([null, []]);
    await accountLog.commit(claim, fresh.accountKey, fresh.head, batch('new'));
    expect(texts((await accountLog.load(claim)).records)).toEqual(['new']);
  });
});
