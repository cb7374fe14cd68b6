import type { Account, MessageView } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

interface Phone {
  phoneNumber: string;
  jid: string;
}

interface ChatView {
  chatId: string;
  name: string | null;
  unreadCount: number;
  lastMessage: { text?: string } | null;
}

type Past = MessageView & { timestamp: number };

const COUNTS = [250, 200, 50];
const TOTAL = 500;
const LIMIT_MS = 20_000;

describe('what was before a session was linked', () => {
  let sandbox: Sandbox;
  let receiver: Receiver;
  let gateway: Gateway;
  let user: Account;
  let phone: Phone;
  let contacts: Contact[];

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    user = await gateway.register();
    await user.post('/webhooks', { url: receiver.url });
    phone = await sandbox.call<Phone>('POST', '/phones', { name: 'Old phone' });
    contacts = await Promise.all(['Grace', 'Heidi', 'Ivan'].map((name) => sandbox.contact({ name })));
    for (const [at, contact] of contacts.entries()) await talk(contact, COUNTS[at]!);
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  /** Half of it, by turns, is said by the phone itself. */
  async function talk({ phoneNumber }: Contact, count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const [path, to] =
        n % 2 === 0
          ? [`/contacts/${phoneNumber}/messages`, phone.phoneNumber]
          : [`/phones/${phone.phoneNumber}/messages`, phoneNumber];
      await sandbox.call('POST', path, { to, text: `${phoneNumber} ${n}` });
    }
  }

  async function link(sessionId: string, options: Record<string, unknown> = {}): Promise<void> {
    await user.post('/sessions/start', { sessionId, ...options });
    const { qr } = await user.post<{ qr: string }>(`/sessions/${sessionId}/connect`);
    await sandbox.call('POST', `/phones/${phone.phoneNumber}/scan`, { qr });
  }

  async function messagesOf(sessionId: string): Promise<Past[]> {
    const all: Past[] = [];
    for (let cursor = ''; ;) {
      const path = `/sessions/${sessionId}/messages?limit=200${cursor && `&cursor=${cursor}`}`;
      const page = await user.get<{ messages: Past[]; pagination: { nextCursor: string | null } }>(path);
      all.push(...page.messages);
      if (page.pagination.nextCursor === null) return all;
      cursor = page.pagination.nextCursor;
    }
  }

  const synced = (sessionId: string, part: string) =>
    receiver.delivery({ sessionId, type: 'history.synced', part }, LIMIT_MS);

  it('is listed: chats, people and messages, and makes no event but one a piece', async () => {
    await link('shop');
    const { body: initial } = await synced('shop', 'initial');
    expect(initial['data']).toMatchObject({ chats: 3, messages: 250, progress: 100 });
    const { body: recent } = await synced('shop', 'recent');
    expect(recent['data']).toMatchObject({ messages: 250 });

    const { chats } = await user.get<{ chats: ChatView[] }>('/sessions/shop/chats');
    const grace = chats.find(({ chatId }) => chatId === contacts[0]!.jid);
    expect(chats.map(({ name }) => name).sort()).toEqual(['Grace', 'Heidi', 'Ivan']);
    expect(grace).toMatchObject({ unreadCount: 50, lastMessage: { text: `${grace!.chatId.split('@')[0]} 249` } });

    const messages = await messagesOf('shop');
    expect(messages).toHaveLength(TOTAL);
    for (const [at, { phoneNumber, jid }] of contacts.entries()) {
      const texts = messages.filter(({ chatId }) => chatId === jid).map(({ text }) => text);
      const expected = Array.from({ length: COUNTS[at]! }, (_, n) => `${phoneNumber} ${n}`);
      expect(texts.sort()).toEqual(expected.sort());
    }
    const times = messages.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((one, other) => other - one));
    const [own, theirs] = ['outbound', 'inbound'].map((direction) =>
      messages.find((one) => one.direction === direction),
    );
    expect(own).toMatchObject({ from: phone.jid, status: 'SENT' });
    expect(theirs).toMatchObject({ to: phone.jid, status: 'DELIVERED', pushName: expect.any(String) });
    const known = await user.get<{ contacts: object[] }>('/sessions/shop/contacts');
    expect(known.contacts).toHaveLength(3);
    expect(receiver.matching({ sessionId: 'shop', type: 'message.received' })).toEqual([]);
    expect(receiver.matching({ sessionId: 'shop', type: 'contact.updated' })).toEqual([]);
  });

  it('goes on where it is: new messages come after it, and are told', async () => {
    const messageId = await sandbox.say(contacts[2]!.phoneNumber, phone.phoneNumber, 'news');
    await receiver.delivery({ type: 'message.received', messageId, sessionId: 'shop' });
    expect((await messagesOf('shop'))[0]).toMatchObject({ messageId, text: 'news' });
  });

  it('is taken in once, when the process dies over it and when the phone hands it over again', async () => {
    await link('branch', { syncHistory: 'full' });
    await user.status('branch', 'CONNECTED');
    await gateway.kill();
    await gateway.up();
    await eventually('all of it', async () => (await messagesOf('branch')).length === TOTAL + 1, LIMIT_MS);
    await user.post('/sessions/branch/stop', { logout: true });
    await user.status('branch', 'LOGGED_OUT');
    const before = receiver.matching({ sessionId: 'branch', type: 'history.synced' }).length;
    await link('branch');
    await eventually(
      'it again',
      () => receiver.matching({ sessionId: 'branch', type: 'history.synced' }).length >= before + 3,
      LIMIT_MS,
    );
    expect(await messagesOf('branch')).toHaveLength(TOTAL + 1);
  });

  it('stays on the phone when nobody wants it, but the names of people', async () => {
    await link('quiet', { syncHistory: 'none' });
    await synced('quiet', 'names');
    const { contacts: known } = await user.get<{ contacts: { name: string }[] }>('/sessions/quiet/contacts');
    expect(known.map(({ name }) => name).sort()).toEqual(['Grace', 'Heidi', 'Ivan']);
    expect(await messagesOf('quiet')).toEqual([]);
    expect((await user.get<{ chats: object[] }>('/sessions/quiet/chats')).chats).toEqual([]);
    const wrong = await user.call('POST', '/sessions', { sessionId: 'other', syncHistory: 'some' });
    expect(wrong.status).toBe(422);
  });

  it('is taken in when the session is linked again, if it shall be from then on', async () => {
    expect(await user.get('/sessions/quiet')).toMatchObject({ syncHistory: 'none' });
    const change = (syncHistory: unknown) => user.call('PATCH', '/sessions/quiet', { syncHistory });
    expect((await change(null)).status).toBe(422);
    expect((await change('recent')).body).toMatchObject({ syncHistory: 'recent' });
    expect(await messagesOf('quiet')).toEqual([]);
    await user.post('/sessions/quiet/stop', { logout: true });
    await user.status('quiet', 'LOGGED_OUT');
    await link('quiet');
    await eventually('the past', async () => (await messagesOf('quiet')).length > 0, LIMIT_MS);
  });
});
