import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';

interface KeyView {
  id: string;
  name: string;
  prefix: string;
  key: string;
  scopes: string[];
  allowedIps: string[];
  expiresAt: string | null;
  previousUntil: string | null;
}

interface KeyList {
  apiKeys: KeyView[];
  pagination: { limit: number; nextCursor: string | null };
}

/** What was changed holds everywhere after so long at the latest. */
const HOLDS_MS = 2_000;

describe('API keys', () => {
  let gateway: Gateway;
  let ann: Account;
  let ben: Account;

  beforeAll(async () => {
    gateway = await Gateway.start('ws://127.0.0.1:9/ws/chat');
    ann = await gateway.register('ann@example.org');
    ben = await gateway.register('ben@example.org');
  });

  afterAll(() => gateway?.dispose());

  const make = (wish: Record<string, unknown> = {}) => ann.post<KeyView>('/api-keys', { name: 'a key', ...wish });
  const statusWith = async (key: string, from = '127.0.0.1') =>
    (await ann.withKey(key).call('GET', '/sessions', undefined, { 'x-forwarded-for': from })).status;
  const becomes = (status: number, key: string, from?: string) =>
    eventually(`${status}`, async () => (await statusWith(key, from)) === status, HOLDS_MS);

  it('are good from the addresses and networks that they are for only', async () => {
    const { id, key, allowedIps } = await make({ allowedIps: ['203.0.113.9/24', '2001:db8::1'] });
    expect(allowedIps).toEqual(['203.0.113.0/24', '2001:db8::1/128']);
    const froms = ['203.0.113.200', '2001:db8::1', '::ffff:203.0.113.7', '203.0.114.1', '2001:db8::2', '127.0.0.1'];
    const statuses = await Promise.all(froms.map((from) => statusWith(key, from)));
    expect(statuses).toEqual([200, 200, 200, 401, 401, 401]);
    await ann.call('PATCH', `/api-keys/${id}`, { allowedIps: ['198.51.100.7'] });
    await becomes(200, key, '198.51.100.7');
    await becomes(401, key, '203.0.113.200');
    await ann.call('PATCH', `/api-keys/${id}`, { allowedIps: [] });
    await becomes(200, key, '192.0.2.1');
  });

  it.each([['everywhere'], ['10.1'], ['203.0.113.0/33'], [5], ['203.0.113.1', '203.0.113.1/32']])(
    'are not for %j',
    async (...allowedIps) => {
      const { status, body } = await ann.call('POST', '/api-keys', { name: 'a key', allowedIps });
      expect([status, body['code']]).toEqual([422, 'VALIDATION_FAILED']);
    },
  );

  it('get a new secret while the old one is good for as long as is wished', async () => {
    const { id, key, prefix } = await make();
    const second = await ann.post<KeyView>(`/api-keys/${id}/rotate`);
    expect(second).toMatchObject({ id, prefix, key: expect.stringMatching(`^${prefix}`) });
    const hours = (Date.parse(second.previousUntil!) - Date.now()) / 3_600_000;
    expect([hours > 23.9, hours <= 24]).toEqual([true, true]);
    expect(await Promise.all([statusWith(key), statusWith(second.key)])).toEqual([200, 200]);
    const third = await ann.post<KeyView>(`/api-keys/${id}/rotate`, { overlapHours: 0 });
    expect(third.previousUntil).toBeNull();
    await becomes(200, third.key);
    await becomes(401, second.key);
    await becomes(401, key);
    await ann.call('DELETE', `/api-keys/${id}`);
    await becomes(401, third.key);
  });

  it('are changed in what they may do, and until when', async () => {
    const { id, key } = await make({ scopes: ['sessions:read'] });
    const change = (wish: unknown) => ann.call<KeyView>('PATCH', `/api-keys/${id}`, wish);
    const changed = await change({ name: 'another name', scopes: ['events:read'], expiresAt: '2099-01-01T00:00:00Z' });
    expect(changed.body).toMatchObject({ name: 'another name', scopes: ['events:read'], allowedIps: [] });
    expect(changed.body.expiresAt).toBe('2099-01-01T00:00:00.000Z');
    await becomes(403, key);
    expect((await change({ expiresAt: null })).body.expiresAt).toBeNull();
    for (const wish of [{ scopes: [] }, { scopes: null }, { expiresAt: '2001-01-01T00:00:00Z' }, { sessionId: 'x' }]) {
      expect((await change(wish)).status).toBe(422);
    }
  });

  it('are their owner’s alone', async () => {
    const { id } = await make();
    const deeds = [ben.call('PATCH', `/api-keys/${id}`, { name: 'mine' }), ben.call('POST', `/api-keys/${id}/rotate`)];
    const codes = (await Promise.all(deeds)).map(({ status, body }) => [status, body['code']]);
    expect(codes).toEqual(Array(2).fill([404, 'API_KEY_NOT_FOUND']));
  });

  it('are listed page by page, oldest first, without themselves', async () => {
    const all = await ann.get<KeyList>('/api-keys');
    expect(all.pagination).toEqual({ limit: 50, nextCursor: null });
    const seen: KeyView[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: KeyList = await ann.get<KeyList>(`/api-keys?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.apiKeys);
      cursor = page.pagination.nextCursor;
    }
    expect(seen.map(({ id }) => id)).toEqual(all.apiKeys.map(({ id }) => id));
    expect(seen.some((key) => 'key' in key)).toBe(false);
    expect((await ann.call('GET', '/api-keys?cursor=x')).status).toBe(422);
  });

  it('leave a trace of what was done to them', async () => {
    const { entries } = await ann.get<{ entries: { action: string }[] }>('/admin/logs?limit=100');
    const actions = new Set(entries.map(({ action }) => action));
    for (const deed of ['created', 'changed', 'rotated', 'revoked']) expect(actions).toContain(`api_key.${deed}`);
  });
});
