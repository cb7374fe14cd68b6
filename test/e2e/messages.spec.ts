import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

describe('messages', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, receiver, user, shop, bob } = stage);
  });

  afterAll(() => stage?.close());

  it('go out as text and are reported as sent, delivered and read', async () => {
    const accepted = await user.call('POST', '/sessions/shop/messages', {
      to: `+${bob.phoneNumber}`,
      type: 'text',
      text: 'Your order is ready',
      clientRef: 'order-1',
    });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({
      messageId: expect.stringMatching(/^3EB0[0-9A-F]{18}$/),
      sessionId: 'shop',
      to: bob.jid,
      type: 'text',
      status: 'QUEUED',
      timestamp: expect.any(Number),
    });
    const messageId = String(accepted.body['messageId']);
    await user.messageStatus('shop', messageId, 'DELIVERED');
    const seen = await sandbox.seen(messageId);
    expect(seen).toMatchObject({
      text: 'Your order is ready',
      from: shop.phoneNumber,
      to: bob.phoneNumber,
      attempts: 1,
    });

    await sandbox.call('POST', `/contacts/${bob.phoneNumber}/read`, { messageIds: [messageId] });
    const message = await user.messageStatus('shop', messageId, 'READ');
    expect(message.timeline.map(({ status }) => status)).toEqual(['QUEUED', 'SENT', 'DELIVERED', 'READ']);
    const told = await receiver.delivery({ event: 'message_status_update', messageId, status: 'READ' });
    expect(told.body).toMatchObject({ sessionId: 'shop', to: bob.jid });
    expect(receiver.matching({ messageId }).map(({ body }) => body['status'])).toEqual(['SENT', 'DELIVERED', 'READ']);
  });

  it('come in as text and reach the webhook once, with the right addresses', async () => {
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'Is it still open?');
    const { body } = await receiver.delivery({ event: 'message_received', messageId });
    expect(body).toMatchObject({
      sessionId: 'shop',
      from: bob.jid,
      to: `${shop.phoneNumber}@s.whatsapp.net`,
      type: 'text',
      text: 'Is it still open?',
    });
    expect(await user.message('shop', messageId)).toMatchObject({
      direction: 'inbound',
      from: bob.jid,
      chatId: bob.jid,
      phoneNumber: `+${bob.phoneNumber}`,
      text: 'Is it still open?',
    });
    expect(receiver.matching({ messageId })).toHaveLength(1);
  });

  it('have the same sender when WhatsApp speaks in LIDs', async () => {
    const eve = await sandbox.contact({ name: 'Eve', addressing: 'lid' });
    const messageId = await sandbox.say(eve.phoneNumber, shop.phoneNumber, 'hello from a LID');
    const { body } = await receiver.delivery({ event: 'message_received', messageId });
    expect(body).toMatchObject({ from: eve.jid, text: 'hello from a LID' });
    const answer = await user.send('shop', eve.lid, 'hello LID');
    await user.messageStatus('shop', answer, 'DELIVERED');
    expect(await sandbox.seen(answer)).toMatchObject({ to: eve.phoneNumber, text: 'hello LID' });
  });

  it('travel between two sessions of the gateway', async () => {
    const branch = await user.pair(sandbox, { sessionId: 'branch' });
    const messageId = await user.send('shop', branch.phoneNumber, 'to the branch');
    const there = await eventually('the message at the branch', async () => {
      const answer = await user.call<MessageView>('GET', `/sessions/branch/messages/${messageId}`);
      return answer.status === 200 && answer.body;
    });
    expect(there).toMatchObject({
      direction: 'inbound',
      text: 'to the branch',
      from: `${shop.phoneNumber}@s.whatsapp.net`,
    });
  });

  it('are stored as ours when our own phone sends them', async () => {
    const { messageId } = await sandbox.call<{ messageId: string }>('POST', `/phones/${shop.phoneNumber}/messages`, {
      to: bob.phoneNumber,
      text: 'typed on the phone',
    });
    const copy = await eventually('the copy', async () => {
      const answer = await user.call<MessageView>('GET', `/sessions/shop/messages/${messageId}`);
      return answer.status === 200 && answer.body;
    });
    expect(copy).toMatchObject({ direction: 'outbound', to: bob.jid, text: 'typed on the phone' });
    expect(receiver.matching({ event: 'message_received', messageId })).toEqual([]);
  });

  it('are waited for with ?wait=sent', async () => {
    const sent = await user.call('POST', '/sessions/shop/messages?wait=sent', {
      to: bob.jid,
      type: 'text',
      text: 'now',
    });
    expect(sent.status).toBe(200);
    expect(['SENT', 'DELIVERED']).toContain(sent.body['status']);

    await sandbox.call('PATCH', `/contacts/${bob.phoneNumber}`, { online: false });
    const late = await user.call('POST', '/sessions/shop/messages?wait=read&timeoutMs=300', {
      to: bob.jid,
      type: 'text',
      text: 'later',
    });
    expect(late.status).toBe(202);
    await sandbox.call('PATCH', `/contacts/${bob.phoneNumber}`, { online: true });
  });

  it('go through the three older routes', async () => {
    const bodies: [string, Record<string, string>][] = [
      ['/sessions/shop/message/send/text', { to: bob.phoneNumber, message: 'one' }],
      ['/sessions/shop/send', { to: bob.phoneNumber, message: 'two' }],
      ['/sessions/shop/send', { to: bob.phoneNumber, type: 'text', text: 'three' }],
    ];
    for (const [path, body] of bodies) {
      const { status, body: answer } = await user.call('POST', path, body);
      expect([status, answer]).toEqual([
        202,
        { status: 'success', messageId: expect.any(String), timestamp: expect.any(Number) },
      ]);
      expect(await sandbox.seen(String(answer['messageId']))).toMatchObject({ text: body['message'] ?? body['text'] });
    }
  });

  it('are accepted once under one idempotency key', async () => {
    const body = { to: bob.jid, type: 'text', text: 'exactly once' };
    const key = { 'idempotency-key': 'order-77' };
    const [first, second] = await Promise.all([
      user.call('POST', '/sessions/shop/messages', body, key),
      user.call('POST', '/sessions/shop/messages', body, key),
    ]);
    expect(second.body['messageId']).toBe(first.body['messageId']);
    const third = await user.call('POST', '/sessions/shop/messages', body, key);
    expect(third.body).toEqual(first.body);
    expect(third.headers.get('idempotent-replayed')).toBe('true');
    const other = await user.call('POST', '/sessions/shop/messages', { ...body, text: 'another' }, key);
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    await sandbox.seen(String(first.body['messageId']));
    const seen = (await sandbox.messages({ to: bob.phoneNumber })).filter(({ text }) => text === 'exactly once');
    expect(seen).toHaveLength(1);
  });

  it('go out in the order in which they were accepted', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `step ${n}`);
    let last = '';
    for (const text of texts) last = await user.send('shop', bob.jid, text);
    await user.messageStatus('shop', last, 'DELIVERED');
    const { messages } = await sandbox.call<{ messages: { text: string }[] }>(
      'GET',
      `/contacts/${bob.phoneNumber}/inbox`,
    );
    expect(messages.map(({ text }) => text).filter((text) => text.startsWith('step'))).toEqual(texts);
  });

  it('are listed newest first, a page at a time, by chat and direction', async () => {
    const page = await user.get<Page>('/sessions/shop/messages?limit=5');
    expect(page.messages).toHaveLength(5);
    const next = await user.get<Page>(`/sessions/shop/messages?limit=5&cursor=${page.pagination.nextCursor}`);
    const ids = [...page.messages, ...next.messages].map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(10);
    const inbound = await user.get<Page>(`/sessions/shop/messages?chat=${bob.phoneNumber}&direction=inbound`);
    expect(inbound.messages.length).toBeGreaterThan(0);
    expect(inbound.messages.every(({ chatId, direction }) => chatId === bob.jid && direction === 'inbound')).toBe(true);
    const counted = await user.get<Page>('/sessions/shop/messages?offset=2&limit=2');
    expect(counted.pagination).toMatchObject({ limit: 2, offset: 2, total: expect.any(Number) });
  });

  it('wait while the session is stopped, can be cancelled, and go out when it is back', async () => {
    await user.post('/sessions/shop/stop', { logout: false });
    await user.status('shop', 'DISCONNECTED');
    const kept = await user.send('shop', bob.jid, 'still queued');
    const cancelled = await user.send('shop', bob.jid, 'never mind');
    expect((await user.message('shop', kept)).status).toBe('QUEUED');
    expect((await user.call('DELETE', `/sessions/shop/messages/${cancelled}`)).status).toBeLessThan(300);
    await user.messageStatus('shop', cancelled, 'CANCELLED');
    await user.post('/sessions/shop/connect');
    await user.messageStatus('shop', kept, 'DELIVERED');
    const tooLate = await user.call('DELETE', `/sessions/shop/messages/${kept}`);
    expect([tooLate.status, tooLate.body['code']]).toEqual([409, 'MESSAGE_NOT_QUEUED']);
    expect(await sandbox.messages({ id: cancelled })).toEqual([]);
  });

  it('expire when they could not be sent in time', async () => {
    await user.post('/sessions/shop/stop', { logout: false });
    await user.status('shop', 'DISCONNECTED');
    const body = { to: bob.jid, type: 'text', text: 'too late', expiresInSeconds: 1 };
    const { messageId } = await user.post<{ messageId: string }>('/sessions/shop/messages', body);
    await user.messageStatus('shop', messageId, 'EXPIRED');
    await user.post('/sessions/shop/connect');
    await user.messageStatus('shop', await user.send('shop', bob.jid, 'in time'), 'DELIVERED');
    expect(await sandbox.messages({ id: messageId })).toEqual([]);
  });

  it('that WhatsApp refuses are failed with the reason and not tried again', async () => {
    await sandbox.fault(shop.phoneNumber, { kind: 'ack', mode: 'error', code: 463 });
    const messageId = await user.send('shop', bob.jid, 'refused');
    const failed = await user.messageStatus('shop', messageId, 'FAILED');
    expect(failed.failure).toBe('WHATSAPP_463');
    expect((await sandbox.seen(messageId)).attempts).toBe(1);
  });

  it('reach who has a device fewer than WhatsApp once told', async () => {
    await user.messageStatus('shop', await user.send('shop', bob.jid, 'before'), 'DELIVERED');
    const device = (jid: string) => ({ tag: 'device', attrs: { jid: jid.replace('@', ':7@') } });
    const add = { tag: 'add', attrs: { device_hash: '2:x' }, content: [bob.jid, bob.lid].map(device) };
    await sandbox.call('POST', `/phones/${shop.phoneNumber}/stanzas`, {
      stanzas: [
        { tag: 'notification', attrs: { id: 'D1', type: 'devices', from: bob.jid, t: '1768473000' }, content: [add] },
      ],
    });
    await user.messageStatus('shop', await user.send('shop', bob.jid, 'after'), 'DELIVERED', 30_000);
  });

  it('that could not be decrypted at first arrive once they are repaired', async () => {
    await sandbox.fault(shop.phoneNumber, { kind: 'corrupt-next' });
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'second try');
    const { body } = await receiver.delivery({ event: 'message_received', messageId }, 20_000);
    expect(body).toMatchObject({ text: 'second try' });
    expect(await user.message('shop', messageId)).toMatchObject({ text: 'second try', type: 'text' });
  });

  it.each([
    ['a recipient that is no address', { to: 'bob', type: 'text', text: 'x' }, 422, '/to'],
    ['a text that is missing', { to: '+628123456789', type: 'text' }, 422, '/text'],
    ['an unknown kind', { to: '+628123456789', type: 'telepathy', text: 'x' }, 422, '/type'],
    ['an unknown field', { to: '+628123456789', type: 'text', text: 'x', colour: 'red' }, 422, '/colour'],
    ['broken JSON', '{"to":', 400, undefined],
  ])('are refused with %s', async (_name, body, status, pointer) => {
    const answer = await user.call<Problem>('POST', '/sessions/shop/messages', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    if (pointer) expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
  });
});

interface Page {
  messages: MessageView[];
  pagination: { limit: number; nextCursor: string | null; total?: number; offset?: number };
}

interface Problem {
  code: string;
  errors: { pointer: string; detail: string }[];
}
