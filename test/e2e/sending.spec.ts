import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Gateway } from '../support/gateway.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface Refusal {
  code: string;
  errors?: { pointer: string }[];
}

interface BulkAnswer {
  batchId: string;
  accepted: number;
  messages: { index: number; messageId: string }[];
  rejected: { index: number; problem: Refusal }[];
}

describe('sending', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, gateway, user, shop, bob } = stage);
  });

  afterAll(() => stage?.close());

  /** A whole second, since receipts tell no less. */
  const inSeconds = (seconds: number) => new Date((Math.ceil(Date.now() / 1000) + seconds) * 1000).toISOString();
  const text = (parts: Record<string, unknown> = {}) => ({ to: bob.jid, type: 'text', text: 'hello', ...parts });
  const refused = async (path: string, body: unknown): Promise<[number, string, string | undefined]> => {
    const answer = await user.call<Refusal>('POST', path, body);
    return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer];
  };

  describe('at a later time', () => {
    it('happens then and not before, and does not hold up what is due', async () => {
      const sendAt = inSeconds(3);
      const later = await user.post<{ messageId: string; sendAt: string }>(
        '/sessions/shop/messages',
        text({ sendAt, text: 'later' }),
      );
      expect(later.sendAt).toBe(sendAt);
      const now = await user.send('shop', bob.jid, 'now');
      await user.messageStatus('shop', now, 'DELIVERED');
      expect(await user.message('shop', later.messageId)).toMatchObject({ status: 'QUEUED', sendAt });
      const { timeline } = await user.messageStatus('shop', later.messageId, 'DELIVERED');
      const arrived = timeline.find(({ status }) => status === 'DELIVERED');
      expect(Date.parse(arrived?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(sendAt));
    });

    it('can be cancelled until then', async () => {
      const body = text({ sendAt: inSeconds(3600) });
      const { messageId } = await user.post<{ messageId: string }>('/sessions/shop/messages', body);
      await user.call('DELETE', `/sessions/shop/messages/${messageId}`);
      expect((await user.message('shop', messageId)).status).toBe('CANCELLED');
    });

    it.each(['yesterday', '2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z', '2026-12-24T08:00:00'])(
      'is refused for the time %s',
      async (sendAt) => {
        expect(await refused('/sessions/shop/messages', text({ sendAt }))).toEqual([
          422,
          'VALIDATION_FAILED',
          '/sendAt',
        ]);
      },
    );
  });

  describe('in bulk', () => {
    it('accepts what is right, tells what is wrong item by item, and shows how far the rest has come', async () => {
      const messages = [text({ text: 'first' }), text({ to: 'bob' }), { type: 'text' }, text({ text: 'last' })];
      const answer = await user.call<BulkAnswer>('POST', '/sessions/shop/messages/bulk', { messages });
      expect(answer.status).toBe(202);
      const { batchId, accepted, rejected } = answer.body;
      expect(accepted).toBe(2);
      expect(answer.body.messages.map(({ index }) => index)).toEqual([0, 3]);
      expect(rejected).toEqual([
        { index: 1, problem: expect.objectContaining({ status: 422, code: 'RECIPIENT_INVALID' }) },
        { index: 2, problem: expect.objectContaining({ status: 422, code: 'VALIDATION_FAILED' }) },
      ]);
      const progress = await eventually('both delivered', async () => {
        const batch = await user.get<{ statuses: Record<string, number> }>(`/sessions/shop/messages/bulk/${batchId}`);
        return batch.statuses['DELIVERED'] === 2 && batch;
      });
      expect(progress).toEqual({ batchId, total: 2, statuses: { DELIVERED: 2 } });
    });

    it('takes a thousand in order, once under one idempotency key, and no more than that', async () => {
      await user.post('/sessions', { sessionId: 'idle' });
      const messages = Array.from({ length: 1000 }, (_, n) => text({ text: `bulk ${n}` }));
      const key = { 'idempotency-key': 'campaign-1' };
      const first = await user.post<BulkAnswer>('/sessions/idle/messages/bulk', { messages }, key);
      const again = await user.call<BulkAnswer>('POST', '/sessions/idle/messages/bulk', { messages }, key);
      expect(again.body).toEqual(first);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(first.accepted).toBe(1000);
      const page = await user.get<{ messages: MessageView[] }>(`/sessions/idle/messages?limit=3`);
      expect(page.messages.map((message) => message.text)).toEqual(['bulk 999', 'bulk 998', 'bulk 997']);
      expect(await refused('/sessions/idle/messages/bulk', { messages: [...messages, text()] })).toEqual([
        422,
        'VALIDATION_FAILED',
        '/messages',
      ]);
    });

    it('has no progress of what is none', async () => {
      const answer = await user.call<Refusal>('GET', '/sessions/shop/messages/bulk/nothing');
      expect([answer.status, answer.body.code]).toEqual([404, 'BATCH_NOT_FOUND']);
    });
  });

  describe('by template', () => {
    it('fills in the variables, and the template can be changed, renamed and deleted', async () => {
      const body = 'Hi {{name}}, order {{order}} is ready.';
      const template = await user.post('/templates', { name: 'ready', body });
      expect(template).toMatchObject({ name: 'ready', body, variables: ['name', 'order'] });
      const wish = { to: bob.jid, template: 'ready', variables: { name: 'Bob', order: 4711 } };
      const { messageId } = await user.post<{ messageId: string }>('/sessions/shop/messages', wish);
      expect(await sandbox.seen(messageId)).toMatchObject({ text: 'Hi Bob, order 4711 is ready.' });
      const changed = await user.call('PATCH', '/templates/ready', { name: 'done', body: 'Done, {{name}}!' });
      expect(changed.body).toMatchObject({ name: 'done', variables: ['name'] });
      expect(await user.get('/templates')).toEqual({ templates: [expect.objectContaining({ name: 'done' })] });
      expect((await user.call('DELETE', '/templates/done')).status).toBe(204);
      expect(await refused('/sessions/shop/messages', wish)).toEqual([404, 'TEMPLATE_NOT_FOUND', undefined]);
    });

    it('is refused with a place that nothing fills, and a name that is taken', async () => {
      await user.post('/templates', { name: 'hello', body: 'Hi {{name}}' });
      const wish = { to: bob.jid, template: 'hello', variables: { nome: 'Bob' } };
      expect(await refused('/sessions/shop/messages', wish)).toEqual([422, 'VALIDATION_FAILED', '/variables/name']);
      expect(await refused('/templates', { name: 'hello', body: 'x' })).toEqual([409, 'TEMPLATE_EXISTS', undefined]);
    });

    it('does not reach the templates of other users', async () => {
      const stranger = await gateway.register();
      expect((await stranger.call('GET', '/templates/hello')).status).toBe(404);
    });
  });

  describe('what is seen at once', () => {
    const incoming = async () => {
      const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'Read me');
      await eventually('his message', async () => {
        return (await user.call('GET', `/sessions/shop/messages/${messageId}`)).status === 200;
      });
      return messageId;
    };

    it('marks a message as read, and its author sees it', async () => {
      const messageId = await incoming();
      const answer = await user.post(`/sessions/shop/messages/${messageId}/read`);
      expect(answer).toEqual({ messageId, sessionId: 'shop', status: 'READ' });
      const [seen] = await sandbox.messages({ id: messageId });
      expect(seen?.receipts.map(({ type }) => type)).toContain('read');
      expect(await user.message('shop', messageId)).toMatchObject({ status: 'READ' });
    });

    it('says to a chat that somebody is typing, and to nobody where no chat is named', async () => {
      const wish = { to: `+${bob.phoneNumber}`, presence: 'composing' };
      const answer = await user.post('/sessions/shop/presence', wish);
      expect(answer).toEqual({ sessionId: 'shop', presence: 'composing', to: bob.jid });
      const nowhere = [422, 'VALIDATION_FAILED', '/to'];
      expect(await refused('/sessions/shop/presence', { presence: 'composing' })).toEqual(nowhere);
      expect(await refused('/sessions/shop/presence', { ...wish, presence: 'available' })).toEqual(nowhere);
    });

    it('is refused while the session is not connected, and nothing is pretended', async () => {
      const messageId = await incoming();
      await user.post('/sessions/shop/stop', { logout: false });
      await user.status('shop', 'DISCONNECTED');
      const answer = await user.call<Refusal>('POST', `/sessions/shop/messages/${messageId}/read`);
      expect([503, 409]).toContain(answer.status);
      expect(await user.message('shop', messageId)).toMatchObject({ status: 'DELIVERED' });
    });
  });
});
