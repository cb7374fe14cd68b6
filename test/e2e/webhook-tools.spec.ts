import { createHmac } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Delivery, Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

interface DeliveryView {
  id: string;
  eventId: string;
  status: string;
  attemptCount: number;
  sessionId: string;
  sequence: number;
}

describe('for a webhook there is', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let shop: PairedSession;
  let ann: Contact;
  let bob: Contact;
  let receiver: Receiver;
  let id: string;
  let secret: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, {
      WEBHOOK_SCHEDULE: '0,0.1,0.1,0.1,0.1,0.1,0.1',
      WEBHOOK_DISABLE_AFTER: '3',
    });
    user = await gateway.register();
    shop = await user.pair(sandbox, { sessionId: 'shop' });
    [ann, bob] = [await sandbox.contact({ name: 'Ann' }), await sandbox.contact({ name: 'Bob' })];
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  beforeEach(async () => {
    receiver = await Receiver.start();
    const wish = { url: receiver.url, events: ['message.received'], headers: { 'X-Mine': 'a-secret-of-mine' } };
    ({ id, secret } = await user.post<{ id: string; secret: string }>('/webhooks', wish));
  });

  afterEach(async () => {
    await user.call('DELETE', `/webhooks/${id}`);
    await receiver.stop();
  });

  function say(who: Contact, text: string): Promise<string> {
    return sandbox.say(who.phoneNumber, shop.phoneNumber, text);
  }

  async function deliveries(path = 'deliveries'): Promise<DeliveryView[]> {
    return (await user.get<{ deliveries: DeliveryView[] }>(`/webhooks/${id}/${path}`)).deliveries;
  }

  const texts = () => receiver.deliveries.map(({ body }) => body['text']);
  const verified = (key: string, { raw, headers }: Delivery) =>
    new Verifier(key).verify(raw, headers as Record<string, string>);

  it('a pause, after which it goes on where it stopped', async () => {
    await say(ann, 'before');
    await receiver.delivery({ text: 'before' });
    await user.call('PATCH', `/webhooks/${id}`, { active: false });
    const last = await say(ann, 'meanwhile');
    await eventually(
      'the message',
      async () => (await user.call('GET', `/sessions/shop/messages/${last}`)).status === 200,
    );
    await user.call('PATCH', `/webhooks/${id}`, { active: true });
    await say(ann, 'after');
    await receiver.delivery({ text: 'after' });
    expect(texts()).toEqual(['before', 'meanwhile', 'after']);
  });

  it('a rotation, during which the old and the new secret sign', async () => {
    const rotated = await user.post<{ secret: string; previousSecretUntil: string }>(`/webhooks/${id}/rotate-secret`);
    expect(rotated.secret).not.toBe(secret);
    const hours = (Date.parse(rotated.previousSecretUntil) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    await say(ann, 'rotated');
    const delivery = await receiver.delivery({ text: 'rotated' });
    expect(verified(secret, delivery)).toMatchObject({ text: 'rotated' });
    expect(verified(rotated.secret, delivery)).toMatchObject({ text: 'rotated' });
    await user.post(`/webhooks/${id}/rotate-secret`);
    await say(ann, 'rotated twice');
    const later = await receiver.delivery({ text: 'rotated twice' });
    expect(() => verified(secret, later)).toThrow();
    expect(verified(rotated.secret, later)).toMatchObject({ text: 'rotated twice' });
  });

  it('a choice of further signatures, and headers whose values are never shown', async () => {
    const wish = { extraSignatures: ['v1a', 'x-hub-signature-256'] };
    const changed = await user.call<{ publicKey: string }>('PATCH', `/webhooks/${id}`, wish);
    expect(changed.body.publicKey).toMatch(/^whpk_/);
    expect(JSON.stringify(changed.body)).not.toContain('a-secret-of-mine');
    await say(ann, 'signed');
    const { raw, headers } = await receiver.delivery({ text: 'signed' });
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/);
    expect(headers['x-hub-signature-256']).toBe(`sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`);
    expect(headers['x-mine']).toBe('a-secret-of-mine');
  });

  it('a list of dead letters, which do not hold up their chat and can be sent again', async () => {
    receiver.reply = ({ body }) => (body['text'] === 'poison' ? 422 : 200);
    await say(ann, 'poison');
    await say(ann, 'behind it');
    const neighbours = await eventually('the first refusal', async () => {
      await say(bob, 'neighbour');
      return texts().includes('behind it') && texts().length;
    });
    expect(neighbours).toBeGreaterThan(1);
    const [dead, ...others] = await deliveries('dead-letters');
    expect(others).toEqual([]);
    expect(dead).toMatchObject({ status: 'failed' });
    expect(dead!.attemptCount).toBeGreaterThanOrEqual(5);
    receiver.reply = () => 200;
    expect(await user.post(`/webhooks/${id}/dead-letters/requeue`)).toMatchObject({ requeued: 1 });
    const again = await receiver.delivery({ text: 'poison' });
    expect(again.headers['webhook-id']).toBe(dead!.eventId);
    await eventually('no dead letters', async () => (await deliveries('dead-letters')).length === 0);
  });

  it('a list of deliveries, each of which can be made again', async () => {
    await say(ann, 'once more');
    const first = await receiver.delivery({ text: 'once more' });
    const delivery = await eventually(
      'it in the list',
      async () => (await deliveries('deliveries?status=delivered'))[0],
    );
    expect(delivery).toMatchObject({ eventId: first.body['id'], attemptCount: 1 });
    await user.post(`/webhooks/${id}/deliveries/${delivery.id}/retry`);
    await eventually('the second one', () => receiver.matching({ text: 'once more' }).length === 2);
    await eventually('both attempts', async () => (await deliveries())[0]?.attemptCount === 2);
    expect((await user.call('POST', `/webhooks/${id}/deliveries/0/retry`)).status).toBe(404);
  });

  it('a replay from a sequence or a time, in order, of one session or all', async () => {
    for (const text of ['r1', 'r2', 'r3']) await say(ann, text);
    await receiver.delivery({ text: 'r3' });
    const sequenceOf = (text: string) => Number(receiver.matching({ text })[0]!.body['sequence']);
    const ids = receiver.deliveries.map(({ body }) => body['id']);

    const wish = { after: sequenceOf('r1'), sessionId: 'shop' };
    const answer = await user.call('POST', `/webhooks/${id}/replay`, wish);
    expect(answer).toMatchObject({ status: 202, body: { from: { sessionId: 'shop' } } });
    await eventually('the replay', () => texts().length === 5);
    expect(texts()).toEqual(['r1', 'r2', 'r3', 'r2', 'r3']);

    await user.post(`/webhooks/${id}/replay`, {
      from: String(receiver.matching({ text: 'r1' })[0]!.body['createdAt']),
    });
    await say(ann, 'r4');
    await receiver.delivery({ text: 'r4' });
    expect(texts().slice(5)).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(receiver.deliveries.slice(5, 8).map(({ headers }) => headers['webhook-id'])).toEqual(ids);

    for (const wrong of [{}, { after: 1, from: '2026-01-01T00:00:00Z' }, { from: 'yesterday' }, { after: -1 }]) {
      expect((await user.call('POST', `/webhooks/${id}/replay`, wrong)).status).toBe(422);
    }
    expect((await user.call('POST', `/webhooks/${id}/replay`, { after: 0, sessionId: 'nobody' })).status).toBe(404);
    const stranger = await gateway.register();
    expect((await stranger.call('POST', `/webhooks/${id}/replay`, { after: 0 })).status).toBe(404);
  });

  it('an end after failing for too long, and a word about it', async () => {
    const watcher = await Receiver.start();
    await user.post('/webhooks', { url: watcher.url, events: ['webhook.disabled'], format: 'classic' });
    receiver.reply = () => 500;
    await say(ann, 'nobody there');
    const { body } = await watcher.delivery({ event: 'webhook_disabled', webhookId: id });
    expect(body).toMatchObject({ reason: expect.stringContaining('500') });
    const webhook = await user.get<{ active: boolean; failureCount: number }>(`/webhooks/${id}`);
    expect(webhook.active).toBe(false);
    expect(webhook.failureCount).toBeGreaterThan(3);
    await watcher.stop();
  });
});
