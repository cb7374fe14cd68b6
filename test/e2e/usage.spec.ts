import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Receiver } from '../support/receiver.js';
import { openShop, type ShopStage } from '../support/shop.js';

const KILLS = 4;
const CLIENTS = 3;
const LIMIT_MS = 60_000;

interface UsageEvent {
  id: string;
  sequence: string;
  data: { userId: string; kind: string };
}

describe('the usage ledger', () => {
  let stage: ShopStage;
  let user: Account;

  /** A billing system that is down at first. */
  let billing: Receiver;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;

  beforeAll(async () => {
    billing = await Receiver.start();
    billing.reply = () => (billing.requests.length > 2 ? 204 : 503);
    stage = await openShop('classic', { BILLING_EVENTS_URL: billing.url, BILLING_EVENTS_SECRET: secret });
    ({ user } = stage);
  });

  afterAll(async () => {
    await stage?.close();
    await billing?.stop();
  });

  /** Page by page, as a billing system reads. */
  async function events(reader: Account, after = 0): Promise<UsageEvent[]> {
    const page = await reader.get<UsageEvent[]>(`/billing/usage/events?after=${after}&limit=50`);
    const last = page.at(-1);
    return last ? [...page, ...(await events(reader, Number(last.sequence)))] : [];
  }

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
        accepted.add(await eventually('an answer', send, LIMIT_MS));
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, name) => client(name));
    for (let kill = 0; kill < KILLS; kill++) {
      const goal = accepted.size + 20;
      await eventually('more messages', async () => accepted.size >= goal, LIMIT_MS);
      await gateway.kill();
      await gateway.up();
    }
    running = false;
    await Promise.all(clients);
    expect(accepted.size).toBeGreaterThanOrEqual(KILLS * 20);
    expect((await total()) - before).toBe(accepted.size);
  }, 300_000);

  it('is told as CloudEvents, each message once and always under the same id', async () => {
    const all = await eventually(
      'all events',
      async () => {
        const seen = await events(user);
        return seen.length === (await total()) && seen;
      },
      LIMIT_MS,
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(await events(user)).toEqual(all);
    const { headers, body } = await user.call<object[]>('GET', '/billing/usage/events?limit=1');
    expect(headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
    expect(body).toEqual([
      {
        ...{ specversion: '1.0', id: all[0]?.id, source: 'urn:wagate', type: 'wagate.message.accepted', sequence: '1' },
        ...{ subject: all[0]?.data.userId, time: expect.any(String), datacontenttype: 'application/json' },
        data: { ...{ userId: all[0]?.data.userId, sessionId: 'shop', apiKeyId: null }, kind: 'text', messages: 1 },
      },
    ]);
    const { status } = await user.call('GET', '/billing/usage/events?after=x');
    expect(status).toBe(422);
  });

  it('tells others nothing of it', async () => {
    const other = await stage.gateway.register();
    expect(await events(other)).toEqual([]);
    expect((await events(user.withKey(stage.shop.apiKey))).length).toBe(await total());
  });

  it('reaches a billing system that was down, signed, all of it and in order', async () => {
    const told = () => billing.deliveries.flatMap(({ raw }) => JSON.parse(raw) as UsageEvent[]);
    const ids = async () => new Set(told().map(({ id }) => id)).size;
    await eventually('all events there', async () => (await ids()) === (await total()), LIMIT_MS);
    const [first] = billing.deliveries;
    const signed = first!.headers as Record<string, string>;
    expect(signed['content-type']).toBe('application/cloudevents-batch+json; charset=utf-8');
    expect(() => new Webhook(secret).verify(first!.raw, signed)).not.toThrow();
    const order = [...new Map(told().map((event) => [event.id, event])).values()];
    expect(order).toEqual(await events(user));
  });
});
