import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type LongReply, Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

interface Webhook {
  id: string;
  active: boolean;
  disabledReason: string | null;
  failureCount: number;
  failingSince: string | null;
  lastSuccessAt: string | null;
}

describe('a webhook', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let shop: PairedSession;
  let people: Contact[];
  let receiver: Receiver;
  let webhook: Webhook;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, { WEBHOOK_TIMEOUT: '1', WEBHOOK_SCHEDULE: '0,0.1,0.1,0.2' });
    user = await gateway.register();
    shop = await user.pair(sandbox, { sessionId: 'shop' });
    people = [await sandbox.contact({ name: 'Ann' }), await sandbox.contact({ name: 'Bob' })];
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  beforeEach(async () => {
    receiver = await Receiver.start();
    webhook = await create(receiver.url);
  });

  afterEach(async () => {
    await user.call('DELETE', `/webhooks/${webhook.id}`);
    await receiver.stop();
  });

  function create(url: string): Promise<Webhook> {
    return user.post<Webhook>('/webhooks', { url, sessionId: 'shop', events: ['message.received'] });
  }

  function look(id = webhook.id): Promise<Webhook> {
    return user.get<Webhook>(`/webhooks/${id}`);
  }

  /** Everybody says as much; gives the texts of each. */
  async function talk(label: string, count: number): Promise<string[][]> {
    const said: string[][] = people.map(() => []);
    for (let n = 0; n < count; n++) {
      for (const [who, person] of people.entries()) {
        const text = `${label} ${who} ${n}`;
        await sandbox.say(person.phoneNumber, shop.phoneNumber, text);
        said[who]?.push(text);
      }
    }
    return said;
  }

  /** Waits until all was answered with success; each once, and in order per chat. */
  async function allTaken(said: string[][], from = receiver): Promise<void> {
    const total = said.flat().length;
    await eventually('all of it', () => from.deliveries.length >= total, 30_000);
    const texts = from.deliveries.map(({ body }) => String(body['text']));
    for (const chat of said) expect(texts.filter((text) => chat.includes(text))).toEqual(chat);
    expect(texts).toHaveLength(total);
  }

  it.each<[string, LongReply]>([
    ['answers 500', { status: 500 }],
    ['answers 404', { status: 404 }],
    ['answers 503 with a huge body', { status: 503, bytes: 5_000_000 }],
    ['answers 302', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
    ['closes the connection', { instead: 'close' }],
    ['never answers', { instead: 'hang' }],
    ['answers too late', { status: 200, afterMs: 1_500 }],
  ])('that %s at first gets every message once, in order per chat', async (what, bad) => {
    let failures = 0;
    const seen = new Map<unknown, unknown>();
    receiver.reply = ({ headers, body }) => {
      const known = seen.get(body['id']);
      expect(headers['webhook-id']).toBe(body['id']);
      if (known !== undefined) expect(JSON.stringify(body)).toBe(known);
      seen.set(body['id'], JSON.stringify(body));
      return failures++ >= 3 ? 200 : bad;
    };
    await allTaken(await talk(what, 3));
    expect(failures).toBeGreaterThan(6);
    expect(await look()).toMatchObject({ active: true, failureCount: 0, failingSince: null });
  });

  it('takes a huge answer for what its status says', async () => {
    receiver.reply = () => ({ status: 200, bytes: 5_000_000 });
    await allTaken(await talk('huge', 3));
  });

  it('is not followed anywhere by a redirect', async () => {
    const elsewhere = await Receiver.start();
    receiver.reply = () => ({ status: 307, headers: { location: elsewhere.url } });
    const said = await talk('redirect', 1);
    await eventually('two attempts', () => receiver.requests.length > 2);
    receiver.reply = () => 200;
    await allTaken(said);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  });

  it('that answers 429 with Retry-After is left alone for so long, with everything', async () => {
    let refusedAt = 0;
    receiver.reply = () => {
      if (refusedAt > 0) return 200;
      refusedAt = Date.now();
      return { status: 429, headers: { 'retry-after': '2' } };
    };
    await sandbox.say(people[0]!.phoneNumber, shop.phoneNumber, 'slow down');
    await eventually('the refusal', () => refusedAt > 0);
    await sandbox.say(people[0]!.phoneNumber, shop.phoneNumber, 'one more');
    await allTaken([['slow down', 'one more']]);
    expect(receiver.deliveries[0]!.at - refusedAt).toBeGreaterThanOrEqual(1_900);
  });

  it('whose TLS fails gets all of it when its address is repaired', async () => {
    const secure = await create(receiver.url.replace('http:', 'https:'));
    await user.call('PATCH', `/webhooks/${webhook.id}`, { active: false });
    const said = await talk('tls', 2);
    const failing = await eventually(
      'failures',
      async () => (await look(secure.id)).failureCount > 1 && look(secure.id),
    );
    expect(failing.failingSince).not.toBeNull();
    await user.call('PATCH', `/webhooks/${secure.id}`, { url: receiver.url });
    await allTaken(said);
    await user.call('DELETE', `/webhooks/${secure.id}`);
  });

  it('that hangs slows nobody else', async () => {
    const others = await Receiver.start();
    const other = await create(others.url);
    receiver.reply = () => ({ instead: 'hang' });
    const said = await talk('hang', 5);
    await allTaken(said, others);
    expect(receiver.deliveries).toEqual([]);
    receiver.reply = () => 200;
    await allTaken(said);
    await user.call('DELETE', `/webhooks/${other.id}`);
    await others.stop();
  });

  it('that is away for longer than a schedule gets everything when it is back, and costs rows for attempts only', async () => {
    await receiver.stop();
    const said = await talk('outage', 15);
    await eventually('more failures than a schedule has', async () => (await look()).failureCount > 8);
    const { deliveries } = await user.get<{ deliveries: unknown[] }>(`/webhooks/${webhook.id}/deliveries?limit=100`);
    expect(deliveries.length).toBeLessThanOrEqual(people.length);
    await receiver.resume();
    await allTaken(said);
    const dead = await user.get<{ deliveries: unknown[] }>(`/webhooks/${webhook.id}/dead-letters`);
    expect(dead.deliveries).toEqual([]);
  });

  it('that answers 410 is switched off, which others hear of, and goes on where it stopped', async () => {
    const watcher = await Receiver.start();
    const watching = await user.post<Webhook>('/webhooks', { url: watcher.url, events: ['webhook.disabled'] });
    receiver.reply = () => 410;
    const said = await talk('gone', 2);
    const { body } = await watcher.delivery({ type: 'webhook.disabled', webhookId: webhook.id });
    expect(body).toMatchObject({ sessionId: 'shop', reason: expect.stringContaining('410') });
    expect(await look()).toMatchObject({ active: false, disabledReason: expect.stringContaining('410') });
    receiver.reply = () => 200;
    await user.call('PATCH', `/webhooks/${webhook.id}`, { active: true });
    await allTaken(said);
    await user.call('DELETE', `/webhooks/${watching.id}`);
    await watcher.stop();
  });
});
