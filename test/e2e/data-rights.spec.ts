import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Holder, holdDatabase, query } from '../platform/support/database-holder.js';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';
import { dataExport, newTenant, type Tenant } from '../support/tenant.js';

/** What is kept of somebody who is gone: what is billed, and who did what. */
const KEPT = ['usage_entry', 'usage_hour', 'usage_day', 'usage_event', 'system_log'];
const PASSWORD = 'correct horse battery';

describe('a user who goes', () => {
  let folder: string;
  let database: Holder;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let gateway: Gateway;
  let admin: Account;
  let ann: Tenant;
  let ben: Tenant;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagate-rights-'));
    database = await holdDatabase(folder);
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl, {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      DATABASE_URL: database.url,
      PLAN_BASIC: '0,0,0',
    });
    admin = await gateway.register('admin@example.org');
    ann = await newTenant({ sandbox, gateway, receiver }, 'ann');
    ben = await newTenant({ sandbox, gateway, receiver }, 'ben');
  });

  afterAll(async () => {
    await gateway?.dispose();
    await receiver?.stop();
    await sandbox?.stop();
    await database?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const files = async () => (await readdir(join(gateway.dataDir, 'objects'), { recursive: true })).join('\n');

  /** The tables with a row in which one of these words stands, whatever the column. */
  async function tablesWith(words: string[]): Promise<string[]> {
    const tables = await query(
      database.url,
      `select table_schema || '.' || table_name as name, table_name from information_schema.tables
       where table_schema in ('public', 'mailbox') and table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name, table_name } of tables as { name: string; table_name: string }[]) {
      const holds = words.map((word) => `row_to_json(t)::text like '%${word}%'`).join(' or ');
      const rows = await query(database.url, `select 1 from ${name} t where ${holds} limit 1`);
      if (rows.length > 0) found.push(table_name);
    }
    return found.sort();
  }

  /** What is in an archive, by the names of its files without their numbers. */
  async function archive({ user }: Tenant, id: string): Promise<Map<string, string>> {
    const url = `${gateway.url}/api/v1/data-exports/${id}/archive`;
    const response = await fetch(url, { headers: user.headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/gzip']);
    const input = Buffer.from(await response.arrayBuffer());
    const names = execFileSync('tar', ['-tzf', '-'], { input }).toString().trim().split('\n');
    return new Map(
      names.map((name) => [
        name.replace(/-\d{6}\.jsonl$/, ''),
        execFileSync('tar', ['-xzOf', '-', name], { input }).toString('latin1'),
      ]),
    );
  }

  it('takes everything along first: rows and files, and no secret', async () => {
    const id = String(ann.ids['dataExportId']);
    const found = await archive(ann, id);
    const { sessionId, phoneNumber } = ann.session;
    const expected = [
      'user',
      'sessions',
      'api-keys',
      'webhooks',
      'templates',
      'contacts',
      'chats',
      'events',
      'system-log',
    ];
    for (const name of expected) expect([name, found.get(name)?.includes('"')]).toEqual([name, true]);
    expect(found.get('user')).toContain('ann@example.org');
    expect(found.get('sessions')).toContain(phoneNumber);
    expect(found.get(`messages/${sessionId}`)).toContain('a word to ann');
    expect(found.get(`messages/${sessionId}`)).toContain('a word of ann');
    expect(found.get(`files/${String(ann.ids['mediaId'])}`)).toMatch(/^\x89PNG/);
    const all = [...found.values()].join('\n');
    const [, secret = ''] = ann.session.apiKey.split('_').slice(-2);
    for (const word of ['hash', 'whsec_', 'body_key', 'object_key', secret, 'ben'])
      expect([word, all.includes(word)]).toEqual([word, false]);
  });

  it('gets a session alone, and the archive goes with it, as that of everything does', async () => {
    await ann.user.post('/sessions', { sessionId: 'short-lived' });
    const whole = await dataExport(ann.user);
    const alone = await dataExport(ann.user, { sessionId: 'short-lived' });
    expect((await archive(ann, alone)).get('sessions')).toMatch(/^[^\n]*"short-lived"[^\n]*\n$/);
    expect([...(await archive(ann, alone)).keys()]).not.toContain('user');
    expect(await files()).toContain(whole);
    await ann.user.call('DELETE', '/sessions/short-lived');
    for (const id of [whole, alone]) expect((await ann.user.call('GET', `/data-exports/${id}`)).status).toBe(404);
    await eventually('no archive', async () => {
      const left = await files();
      return ![whole, alone].some((id) => left.includes(id));
    });
    ann.ids['dataExportId'] = await dataExport(ann.user);
  });

  it('shows the password again, and stays when it is wrong', async () => {
    const { status, body } = await ann.user.call('DELETE', '/auth/me', { password: 'not my password' });
    expect([status, body['errors']]).toEqual([422, [expect.objectContaining({ pointer: '/password' })]]);
    const byKey = await ann.user.withKey(ann.session.apiKey).call('DELETE', '/auth/me', { password: PASSWORD });
    expect(byKey.status).toBe(403);
    await ann.user.status(ann.session.sessionId, 'CONNECTED');
  });

  it('can not be the last administrator', async () => {
    const { status, body } = await admin.call('DELETE', '/auth/me', { password: PASSWORD });
    expect([status, body['code']]).toEqual([409, 'LAST_ADMIN']);
  });

  it('takes everything along: what is in the database, in the object store and at WhatsApp', async () => {
    const { sessionId } = ann.session;
    const media = String(ann.ids['mediaId']);
    const archived = String(ann.ids['dataExportId']);
    expect(await files()).toContain(archived);
    const words = [ann.userId, sessionId, media, 'ann@example.org', 'to ann', 'of ann'];
    const before = await tablesWith(words);
    expect(before).toEqual(expect.arrayContaining(['users', 'session', 'message', 'event', 'webhook', 'media']));
    expect(await files()).toContain(media);
    await eventually('the archive', async () => (await files()).includes(sessionId));

    expect((await ann.user.call('DELETE', '/auth/me', { password: PASSWORD })).status).toBe(204);

    await eventually('nothing in the database', async () => {
      const left = await tablesWith(words);
      expect(left.filter((table) => !KEPT.includes(table))).toEqual([]);
      return true;
    });
    await eventually('no file', async () => {
      const left = await files();
      return ![media, sessionId, archived].some((name) => left.includes(name));
    });
    expect(await tablesWith(['ann@example.org', 'to ann', 'of ann', ann.session.phoneNumber])).toEqual([]);
    await eventually('no device', async () => {
      const path = `/phones/${ann.session.phoneNumber}`;
      return (await sandbox.call<{ devices: unknown[] }>('GET', path)).devices.length === 0;
    });
  });

  it('is refused from then on, and may come again as somebody new', async () => {
    await eventually('a refusal', async () => (await ann.user.call('GET', '/auth/me')).status === 401);
    const key = ann.user.withKey(ann.session.apiKey);
    await eventually('a refusal', async () => (await key.call('GET', '/sessions')).status === 401);
    const again = await gateway.register('ann@example.org');
    expect(await again.get('/sessions')).toEqual({ sessions: [] });
    await again.post('/sessions', { sessionId: ann.session.sessionId });
  });

  it('leaves others as they were, and a line in the log without a name', async () => {
    await ben.user.status(ben.session.sessionId, 'CONNECTED');
    expect((await ben.user.call('GET', `/media/${String(ben.ids['mediaId'])}`)).status).toBe(200);
    const { entries } = await admin.get<{ entries: unknown[] }>(`/admin/logs?action=user.deleted`);
    expect(entries).toEqual([
      expect.objectContaining({ actor: ann.userId, actorEmail: null, target: `user/${ann.userId}` }),
    ]);
  });
});
