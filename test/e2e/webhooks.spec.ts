import { Webhook } from 'standardwebhooks';
import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Delivery, Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

describe('webhooks', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let classic: Receiver;
  let standard: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;
  let classicSecret: string;
  let standardSecret: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    classic = await Receiver.start();
    standard = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl);
    user = await gateway.register();
    bob = await sandbox.contact({ name: 'Bob' });
    const created = await user.post<{ webhookSecret: string }>('/sessions', {
      sessionId: 'shop',
      webhookUrl: classic.url,
    });
    classicSecret = created.webhookSecret;
    standardSecret = (await user.post<{ secret: string }>('/webhooks', { url: standard.url })).secret;
    const { qr } = await user.post<{ qr: string }>('/sessions/shop/connect');
    const phoneNumber = await sandbox.scan(qr);
    await user.status('shop', 'CONNECTED');
    shop = { sessionId: 'shop', phoneNumber, apiKey: '' };
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await classic?.stop();
    await standard?.stop();
  });

  function verify(secret: string, { raw, headers }: Delivery): unknown {
    return new Webhook(secret).verify(raw, headers as Record<string, string>);
  }

  it('get no traceparent while traces are off, whatever the caller sends', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const messageId = await user.send('shop', bob.jid, 'untraced', { traceparent });
    const { headers } = await standard.delivery({ type: 'message.status', messageId, status: 'DELIVERED' });
    expect(headers).not.toHaveProperty('traceparent');
  });

  it('of a session get the classic bodies, exactly', async () => {
    const qr = await classic.delivery({ event: 'qr_code' });
    expect(Object.keys(qr.body).sort()).toEqual(['event', 'id', 'qrCode', 'sequence', 'sessionId', 'status']);
    const update = await classic.delivery({ event: 'connection_update', status: 'CONNECTED' });
    expect(Object.keys(update.body).sort()).toEqual(['event', 'id', 'message', 'sequence', 'sessionId', 'status']);
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'classic');
    const received = await classic.delivery({ event: 'message_received', messageId });
    expect(received.body).toEqual({
      event: 'message_received',
      id: expect.stringMatching(/^evt_/),
      sequence: expect.any(Number),
      sessionId: 'shop',
      messageId,
      from: bob.jid,
      to: `${shop.phoneNumber}@s.whatsapp.net`,
      type: 'text',
      text: 'classic',
      timestamp: expect.any(Number),
    });
    const out = await user.send('shop', bob.jid, 'out');
    const status = await classic.delivery({ event: 'message_status_update', messageId: out, status: 'DELIVERED' });
    expect(Object.keys(status.body).sort()).toEqual(
      ['event', 'id', 'messageId', 'sequence', 'sessionId', 'status', 'timestamp', 'to'].sort(),
    );
  });

  it('of a user get the standard envelope, which old readers understand as well', async () => {
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'standard');
    const { body } = await standard.delivery({ type: 'message.received', messageId });
    expect(body).toMatchObject({
      event: 'message_received',
      sessionId: 'shop',
      from: bob.jid,
      to: `${shop.phoneNumber}@s.whatsapp.net`,
      messageType: 'text',
      text: 'standard',
      createdAt: expect.any(String),
      sequence: expect.any(Number),
      data: expect.any(Object),
    });
  });

  it('are signed, as a library of the standard confirms', async () => {
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'signed');
    const one = await standard.delivery({ type: 'message.received', messageId });
    const two = await classic.delivery({ event: 'message_received', messageId });
    expect(verify(standardSecret, one)).toMatchObject({ messageId });
    expect(verify(classicSecret, two)).toMatchObject({ messageId });
    expect(one.headers['webhook-id']).toBe(one.body['id']);
    expect(() => verify(standardSecret, { ...one, raw: one.raw.replace('signed', 'forged') })).toThrow();
    expect(() => verify(classicSecret, one)).toThrow();
  });

  it('are told in order with a sequence that has no gaps', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 10; n++) ids.push(await sandbox.say(bob.phoneNumber, shop.phoneNumber, `n${n}`));
    await classic.delivery({ event: 'message_received', messageId: ids[9] });
    const received = classic.deliveries.filter(({ body }) => ids.includes(String(body['messageId'])));
    expect(received.map(({ body }) => body['messageId'])).toEqual(ids);
    const { events } = await user.get<{ events: { sequence: number }[] }>('/events?sessionId=shop&after=0&limit=200');
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, n) => n + 1));
  });

  it('are tried again after a failure, under the same id, until the receiver takes them', async () => {
    let refusals = 0;
    const ids = new Set<unknown>();
    standard.reply = ({ headers, body }) => {
      if (body['text'] !== 'stubborn') return 200;
      ids.add(headers['webhook-id']);
      return refusals++ < 3 ? 500 : 200;
    };
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'stubborn');
    await standard.delivery({ type: 'message.received', messageId });
    expect(refusals).toBe(4);
    expect(ids.size).toBe(1);
    standard.reply = () => 200;
    const { webhooks } = await user.get<{ webhooks: { id: string; url: string }[] }>('/webhooks');
    const webhook = webhooks.find(({ url }) => url === standard.url);
    // The receiver has it before the gateway has written down that it was taken.
    const attempted = await eventually('the four attempts', async () => {
      const { deliveries } = await user.get<{ deliveries: { attempts: unknown[] }[] }>(
        `/webhooks/${webhook?.id}/deliveries?limit=100`,
      );
      return deliveries.find(({ attempts }) => attempts.length === 4);
    });
    expect(JSON.stringify(attempted)).toContain('500');
  });

  it('that answer 410 are disabled', async () => {
    const gone = await Receiver.start();
    gone.reply = () => 410;
    const { id } = await user.post<{ id: string }>('/webhooks', {
      url: gone.url,
      sessionId: 'shop',
      events: ['message.received'],
    });
    await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'anybody there?');
    await user.messageStatus('shop', await user.send('shop', bob.jid, 'meanwhile'), 'DELIVERED');
    const view = await eventuallyInactive(id);
    expect(view).toMatchObject({ active: false });
    await gone.stop();
  });

  it('can be tested, changed and removed', async () => {
    const { id } = await user.post<{ id: string }>('/webhooks', { url: standard.url, events: ['session.status'] });
    const tested = await user.call('POST', `/webhooks/${id}/test`, {});
    expect(tested.status).toBeLessThan(300);
    await standard.delivery({ type: 'webhook.test' });
    const changed = await user.call('PATCH', `/webhooks/${id}`, { events: ['*'] });
    expect(changed.body).toMatchObject({ events: ['*'] });
    expect(JSON.stringify(changed.body)).not.toContain('whsec_');
    expect((await user.call('DELETE', `/webhooks/${id}`)).status).toBe(204);
    expect((await user.call('GET', `/webhooks/${id}`)).status).toBe(404);
  });

  it('may not point into the private network unless the installation allows it', async () => {
    const strict = await Gateway.start(sandbox.wsUrl, { EGRESS_ALLOW_PRIVATE: 'false' });
    try {
      const careful = await strict.register();
      for (const url of [
        'http://example.org/x',
        'https://127.0.0.1/x',
        'https://[::1]/x',
        'https://169.254.169.254/',
        'ftp://example.org',
      ]) {
        const answer = await careful.call('POST', '/webhooks', { url });
        expect([url, answer.status]).toEqual([url, 422]);
      }
      expect((await careful.call('POST', '/webhooks', { url: 'https://example.org/hook' })).status).toBe(201);
    } finally {
      await strict.dispose();
    }
  });

  function eventuallyInactive(id: string): Promise<unknown> {
    return eventually('the webhook disabled', async () => {
      const view = await user.get<{ active: boolean }>(`/webhooks/${id}`);
      return !view.active && view;
    });
  }
});
