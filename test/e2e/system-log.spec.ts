import { Account } from '../support/account.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';

interface Entry {
  id: string;
  at: string;
  actor: string | null;
  actorEmail: string | null;
  keyId: string | null;
  action: string;
  target: string | null;
  details: Record<string, unknown>;
  address: string | null;
  requestId: string | null;
}

interface Log {
  entries: Entry[];
  pagination: { limit: number; nextCursor: string | null };
}

const PASSWORD = 'correct horse battery';

describe('the system log', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  let admin: Account;
  let ann: Account;
  let annId: string;
  const secrets: string[] = [PASSWORD, 'wrong horse battery'];

  beforeAll(async () => {
    receiver = await Receiver.start();
    gateway = await Gateway.start('ws://127.0.0.1:9/ws/chat');
    admin = await gateway.register('admin@example.org');
    ann = await gateway.register('ann@example.org');
    annId = (await ann.get<{ id: string }>('/auth/me')).id;
  });

  afterAll(async () => {
    await gateway?.dispose();
    await receiver?.stop();
  });

  const log = (query = '') => admin.get<Log>(`/admin/logs?${query}`);
  const actionsOf = async (query: string) => (await log(query)).entries.map(({ action }) => action);
  const newest = async () => (await log('limit=1')).entries[0];
  const signIn = (email: string, password: string) =>
    gateway.call<{ accessToken: string; refreshToken: string }>('POST', '/v1/auth/login', {
      body: { email, password },
    });

  it('tells who did what to whom, from where, in which request', async () => {
    const id = (await admin.get<{ users: { id: string }[] }>('/admin/users?search=ann')).users[0]!.id;
    const answer = await admin.call(
      'PATCH',
      `/admin/users/${id}`,
      { tier: 'MAX' },
      { 'x-forwarded-for': '203.0.113.9' },
    );
    expect(await newest()).toMatchObject({
      ...{ actorEmail: 'admin@example.org', keyId: null, action: 'user.changed', target: `user/${id}` },
      ...{ details: { tier: 'MAX' }, address: '203.0.113.9', requestId: answer.headers.get('x-request-id') },
    });
    await admin.call('PATCH', `/admin/users/${id}`, { tier: 'MAX' });
    expect(await actionsOf(`target=user/${id}&action=user.changed`)).toHaveLength(1);
  });

  it('has every sign-in, and every try of one', async () => {
    await signIn('ann@example.org', 'wrong horse battery');
    await signIn('nobody@example.org', 'wrong horse battery');
    const { body } = await signIn('ann@example.org', PASSWORD);
    const refresh = () => gateway.call('POST', '/v1/auth/refresh', { body: { refreshToken: body.refreshToken } });
    await refresh();
    await refresh();
    secrets.push(body.refreshToken, body.accessToken);
    const { entries } = await log('limit=4');
    expect(entries.map(({ action, actor, target }) => [action, actor, target])).toEqual([
      ['user.refresh_token_reused', null, `user/${annId}`],
      ['user.signed_in', annId, `user/${annId}`],
      ['user.sign_in_failed', null, null],
      ['user.sign_in_failed', null, `user/${annId}`],
    ]);
  });

  it('has what is made and taken away: keys, sessions, webhooks', async () => {
    const made = await ann.post<{ apiKey: string; webhookSecret: string }>('/sessions', {
      ...{ sessionId: 'shop', name: 'A shop', webhookUrl: `${receiver.url}?token=hush-hush` },
    });
    const key = ann.withKey(made.apiKey);
    await key.post('/sessions/shop/logout');
    const own = await ann.post<{ id: string; key: string }>('/api-keys', { name: 'of mine', scopes: ['events:read'] });
    await ann.call('DELETE', `/api-keys/${own.id}`);
    const webhook = await ann.post<{ id: string; secret: string }>('/webhooks', { url: receiver.url });
    const { secret } = await ann.post<{ secret: string }>(`/webhooks/${webhook.id}/rotate-secret`);
    await ann.call('PATCH', `/webhooks/${webhook.id}`, { active: false });
    await ann.call('DELETE', `/webhooks/${webhook.id}`);
    await ann.call('DELETE', '/sessions/shop');
    secrets.push(made.apiKey, made.webhookSecret, own.key, webhook.secret, secret, 'hush-hush');
    expect(await actionsOf('limit=10')).toEqual([
      ...['session.deleted', 'webhook.deleted', 'webhook.changed', 'webhook.secret_rotated', 'webhook.created'],
      ...['api_key.revoked', 'api_key.created', 'session.logged_out', 'session.created', 'webhook.created'],
    ]);
    const [logout] = (await log('action=session.logged_out')).entries;
    expect(logout).toMatchObject({ actor: annId, keyId: expect.any(String), target: 'session/shop' });
    const [created] = (await log('action=api_key.created')).entries;
    expect(created!.details).toEqual({ sessionId: null, scopes: 'events:read' });
  });

  it('has what administrators do with workers', async () => {
    await admin.post('/workers/local/drain');
    expect(await newest()).toMatchObject({ action: 'worker.drained', target: 'worker/local' });
  });

  it('is filtered by who, what, to whom and when, and read page by page', async () => {
    const all = (await log('limit=100')).entries;
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    const ofAnn = (await log(`actor=${annId}&limit=100`)).entries;
    expect(ofAnn).toEqual(all.filter(({ actor }) => actor === annId));
    const [first, second] = [all.at(-1)!, all.at(-2)!];
    expect((await log(`to=${second.at}`)).entries).toEqual([first]);
    expect((await log(`from=${second.at}&limit=100`)).entries).toEqual(all.slice(0, -1));
    const pages: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Log = await log(cursor === '' ? 'limit=4' : `limit=4&cursor=${cursor}`);
      pages.push(...page.entries);
      cursor = page.pagination.nextCursor;
    }
    expect(pages).toEqual(all);
    for (const wrong of [
      'action=everything',
      'actor=ann',
      'from=yesterday',
      'cursor=x',
      'limit=1000',
      'target=a%00b',
    ]) {
      expect((await admin.call('GET', `/admin/logs?${wrong}`)).status).toBe(422);
    }
  });

  it('is a table, too', async () => {
    const { status, body, headers } = await admin.call('GET', `/admin/logs?actor=${annId}`, undefined, {
      accept: 'text/csv',
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const [head, ...lines] = (body as unknown as string).trimEnd().split('\r\n');
    expect(head).toBe('at,actor,actorEmail,keyId,action,target,details,address,requestId');
    expect(lines).toHaveLength((await log(`actor=${annId}&limit=100`)).entries.length);
  });

  it('holds no secret', async () => {
    const everything = JSON.stringify((await log('limit=100')).entries);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });
});
