import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { openShop, type ShopStage } from '../support/shop.js';

const KILLS = 4;
const CLIENTS = 3;

describe('the usage ledger', () => {
  let stage: ShopStage;
  let user: Account;

  beforeAll(async () => {
    stage = await openShop();
    ({ user } = stage);
  });

  afterAll(() => stage?.close());

  const total = async () => (await user.get<{ total: number }>('/billing/usage')).total;

  it('has every accepted message once, by kind and by key', async () => {
    const { shop, bob } = stage;
    await user.send('shop', bob.jid, 'one');
    const place = { to: bob.jid, type: 'location', latitude: 1, longitude: 2 };
    await user.withKey(shop.apiKey).post('/sessions/shop/messages', place);
    expect(await user.get('/billing/usage?groupBy=kind')).toMatchObject({
      usage: [
        { group: 'location', messages: 1 },
        { group: 'text', messages: 1 },
      ],
      total: 2,
    });
    const { usage } = await user.get<{ usage: { group: string }[] }>('/billing/usage?groupBy=key');
    expect(usage.map(({ group }) => group)).toContain('accessToken');
    expect(usage).toHaveLength(2);
  });

  it('is a table, too', async () => {
    const { body, headers } = await user.call('GET', '/billing/usage?groupBy=kind', undefined, { accept: 'text/csv' });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(body).toBe('kind,messages\r\nlocation,1\r\ntext,1\r\n');
  });

  it.each([
    ['groupBy=colour', 'groupBy'],
    ['from=yesterday', 'from'],
    ['from=2026-01-02&to=2026-01-01', 'from'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await user.call('GET', `/billing/usage?${query}`);
    expect([status, body['errors']]).toEqual([422, [expect.objectContaining({ pointer })]]);
  });

  it('equals what was accepted after the gateway was killed again and again', async () => {
    const { gateway, bob } = stage;
    const before = await total();
    const accepted = new Set<string>();
    let running = true;
    // The same key until there is an answer: a message that was accepted without one is not accepted again.
    const client = async (name: number) => {
      for (let n = 0; running; n++) {
        const send = () => user.send('shop', bob.jid, `${name}: ${n}`, { 'idempotency-key': `${name}-${n}` });
        accepted.add(await eventually('an answer', send));
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, name) => client(name));
    for (let kill = 0; kill < KILLS; kill++) {
      const goal = accepted.size + 20;
      await eventually('more messages', async () => accepted.size >= goal);
      await gateway.kill();
      await gateway.up();
    }
    running = false;
    await Promise.all(clients);
    expect(accepted.size).toBeGreaterThanOrEqual(KILLS * 20);
    expect((await total()) - before).toBe(accepted.size);
  });
});
