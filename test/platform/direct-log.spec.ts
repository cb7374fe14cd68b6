import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { newMessageId, type SessionStatus } from '../../src/contracts/index.js';
import { AccountLog, Accounts, DirectAccounts, DirectLog, Inbox, Ownership, Workers } from '../../src/mailbox/index.js';
import type { AppConfig } from '../../src/platform/config/index.js';
import { Keyring } from '../../src/platform/crypto/index.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

const config = { keyring: Keyring.of(randomBytes(32)) } as AppConfig;
const TO = '628111222333@s.whatsapp.net';
const HOUR_MS = 3_600_000;

let database: OwnDatabase;
/** All there is. */
let owner: DataSource;
/** As a worker: the schema `mailbox`, and nothing else. */
let db: DataSource;
let accounts: DirectAccounts;
let direct: DirectLog;
let ownership: Ownership;

beforeAll(async () => {
  database = await ownDatabase();
  owner = await database.connect();
  await owner.query(`
    create role a_worker login password 'a_worker';
    grant usage on schema mailbox to a_worker;
    grant select, insert, update, delete on all tables in schema mailbox to a_worker`);
  db = await database.connect({ username: 'a_worker', password: 'a_worker' });
  accounts = new DirectAccounts(db, config);
  direct = new DirectLog(db);
  ownership = new Ownership(db);
});

afterAll(() => database?.stop());

/** A direct session that its worker has claimed, and a way to report on it as its worker does. */
async function running() {
  const [sessionId, workerId, incarnation] = [`s-${randomUUID()}`, `w-${randomUUID()}`, randomUUID()];
  await new Workers(db).register({ workerId, incarnation, maxSessions: 50 });
  await accounts.open(sessionId);
  await db.transaction((tx) => accounts.want(tx, sessionId, 'on', workerId));
  const claim = (await ownership.claim(sessionId, workerId, incarnation))!;
  const accountLog = new AccountLog(db, config);
  let { head, accountKey } = await accountLog.load(claim);
  const report = async (status: SessionStatus) => {
    const payload = { status, reason: null, message: status, at: new Date().toISOString() };
    const facts = [{ kind: 'session.status' as const, payload }];
    head = await accountLog.commit(claim, accountKey, head, { record: Buffer.of(1), facts, sent: [], dropped: [] });
  };
  return { sessionId, workerId, incarnation, claim, report };
}

const text = (messageId: string) => ({ messageId, to: TO, content: { type: 'text' as const, text: 'hello' } });
const inAnHour = () => new Date(Date.now() + HOUR_MS);

/** Makes what is kept of a session as old as this. */
const age = (sessionId: string, days: number) =>
  owner.query(`update mailbox.inbox set created_at = now() - make_interval(days => $2) where session_id = $1`, [
    sessionId,
    days,
  ]);

describe('what is reported of a direct session', () => {
  it('is kept, and no gateway takes it', async () => {
    const { sessionId, report, claim } = await running();
    await report('CONNECTED');
    await ownership.giveUp(claim, [
      { kind: 'session.status', payload: { status: 'BLOCKED', reason: 'BANNED', message: '', at: '2026-01-01' } },
    ]);
    const inbox = new Inbox(owner);
    expect(await inbox.waiting(100)).not.toContain(sessionId);
    expect(await inbox.take(owner.manager, sessionId, 100)).toEqual([]);
    expect(await direct.news(sessionId)).toMatchObject({ newest: 'session.status', status: { status: 'BLOCKED' } });
  });

  it('goes to the gateways when the session is one of theirs', async () => {
    const sessionId = `s-${randomUUID()}`;
    const inbox = new Inbox(owner);
    await new Accounts(owner, config, inbox).open(owner.manager, sessionId);
    const payload = { messageId: 'A', status: 'SENT' as const, at: '2026-01-01', detail: null };
    await inbox.put(owner.manager, sessionId, { kind: 'message.status', payload });
    expect(await inbox.waiting(100)).toContain(sessionId);
    expect(await inbox.take(owner.manager, sessionId, 100)).toHaveLength(1);
  });
});

describe('a message of a direct session', () => {
  it('is in the outbox and in the history, or in neither', async () => {
    const { sessionId, workerId, claim } = await running();
    expect(await direct.accept(sessionId, workerId, text('M1'), inAnHour())).toBe(true);
    await expect(direct.accept(sessionId, workerId, text('M1'), inAnHour())).rejects.toThrow('unique');
    expect(await direct.accept(sessionId, 'another worker', text('M2'), inAnHour())).toBe(false);
    await ownership.giveUp(claim);
    expect(await direct.accept(sessionId, workerId, text('M3'), inAnHour())).toBe(false);
    expect((await direct.messages(sessionId, 10)).map(({ payload }) => payload.messageId)).toEqual(['M1']);
    expect(await owner.query('select message_id from mailbox.outbox where session_id = $1', [sessionId])).toEqual([
      { message_id: 'M1' },
    ]);
  });

  it('is given up when its time is over', async () => {
    const { sessionId, workerId } = await running();
    const [late, early] = [newMessageId(), newMessageId()];
    await direct.accept(sessionId, workerId, text(late), new Date(Date.now() - 1));
    await direct.accept(sessionId, workerId, text(early), inAnHour());
    await direct.expire(new Date());
    expect(await direct.statuses(sessionId, [late, early])).toMatchObject([{ messageId: late, status: 'EXPIRED' }]);
    expect(await owner.query('select message_id from mailbox.outbox where session_id = $1', [sessionId])).toEqual([
      { message_id: early },
    ]);
  });

  it('is forgotten after 14 days, and what the session is now is not', async () => {
    const { sessionId, workerId, report } = await running();
    await report('CONNECTING');
    await report('CONNECTED');
    await direct.accept(sessionId, workerId, text('M1'), inAnHour());
    await age(sessionId, 13);
    expect(await direct.prune(100)).toBe(0);
    await age(sessionId, 15);
    expect(await direct.prune(100)).toBe(2);
    expect(await direct.messages(sessionId, 10)).toEqual([]);
    expect(await direct.news(sessionId)).toMatchObject({ status: { status: 'CONNECTED' } });
  });
});

describe('the account of a direct session', () => {
  it('shows who holds it and who is to have it, while they live', async () => {
    const { sessionId, workerId, incarnation } = await running();
    expect(await accounts.find(sessionId)).toMatchObject({ direct: true, holder: workerId, assigned: workerId });
    await new Workers(db).leave(incarnation);
    expect(await accounts.find(sessionId)).toMatchObject({ holder: null, assigned: null });
  });

  it('is not made twice, and goes with all that was kept', async () => {
    const { sessionId, report } = await running();
    await report('CONNECTED');
    expect(await accounts.open(sessionId)).toBeNull();
    await accounts.remove(sessionId);
    expect(await accounts.find(sessionId)).toBeNull();
    expect(await owner.query('select 1 from mailbox.inbox where session_id = $1', [sessionId])).toEqual([]);
    const removals = await owner.query('select folder from mailbox.object_removal where folder like $1', [
      `%${sessionId}`,
    ]);
    expect(removals).toEqual([{ folder: `sessions/${sessionId}` }]);
  });
});
