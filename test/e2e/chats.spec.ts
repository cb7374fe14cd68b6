import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface ChatView {
  chatId: string;
  name: string | null;
  unreadCount: number;
  unread: boolean;
  archived: boolean;
  pinned: boolean;
  mutedUntil: string | null;
  ephemeralSeconds: number | null;
  lastMessage: { messageId: string; text?: string; direction: string; status: string } | null;
}

interface Setting {
  index: string[];
  value: Record<string, unknown>;
}

describe('chats', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;
  let ada: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, shop, bob } = stage);
    ada = await sandbox.contact({ name: 'Ada' });
  });

  afterAll(() => stage?.close());

  const list = (query = '') =>
    user.get<{ chats: ChatView[]; pagination: { nextCursor: string | null } }>(`/sessions/shop/chats${query}`);
  const chat = (contact: Contact) => user.get<ChatView>(`/sessions/shop/chats/${contact.phoneNumber}`);
  const becomes = (contact: Contact, wanted: Partial<ChatView>) =>
    eventually(`chat ${JSON.stringify(wanted)}`, async () => {
      const view = await chat(contact);
      expect(view).toMatchObject(wanted);
      return view;
    });
  const onPhone = (body: Record<string, unknown>) => sandbox.call('POST', `/phones/${shop.phoneNumber}/settings`, body);
  const phoneKnows = async (kind: string) => {
    const { settings } = await sandbox.call<{ settings: Setting[] }>('GET', `/phones/${shop.phoneNumber}/settings`);
    return settings.filter(({ index }) => index[0] === kind).map(({ index, value }) => ({ index, ...value }));
  };
  const change = (contact: Contact, body: Record<string, unknown>) =>
    user.call('PATCH', `/sessions/shop/chats/${encodeURIComponent(contact.jid)}`, body);
  const hear = async (from: Contact, text: string) => {
    const messageId = await sandbox.say(from.phoneNumber, shop.phoneNumber, text);
    await receiver.delivery({ type: 'message.received', messageId });
    return messageId;
  };
  const settled = () =>
    eventually('the keys of the settings', async () => (await change(bob, { pinned: false })).status === 200);

  it('are listed with the newest message first, page by page', async () => {
    await hear(bob, 'one');
    await hear(bob, 'two');
    const sent = await user.send('shop', ada.jid, 'hello Ada');
    await user.messageStatus('shop', sent, 'DELIVERED');
    const { chats } = await list();
    expect(chats).toMatchObject([
      {
        chatId: ada.jid,
        name: null,
        unreadCount: 0,
        unread: false,
        lastMessage: { messageId: sent, text: 'hello Ada' },
      },
      {
        chatId: bob.jid,
        name: 'Bob',
        unreadCount: 2,
        unread: true,
        lastMessage: { text: 'two', direction: 'inbound' },
      },
    ]);
    const first = await list('?limit=1');
    const second = await list(`?limit=1&cursor=${first.pagination.nextCursor}`);
    expect([first, second].map((page) => page.chats[0]?.chatId)).toEqual([ada.jid, bob.jid]);
    expect(second.pagination.nextCursor).toBeNull();
    expect((await user.call('GET', '/sessions/shop/chats?cursor=nonsense')).status).toBe(422);
    expect((await user.call('GET', '/sessions/shop/chats/+15550009999')).body['code']).toBe('CHAT_NOT_FOUND');
  });

  it('are archived, pinned, muted and marked on the phone', async () => {
    await settled();
    await onPhone({ chat: bob.phoneNumber, archive: true });
    const told = await receiver.delivery({ type: 'chat.updated', chatId: bob.jid, archived: true });
    expect(told.body).toMatchObject({ changed: ['archived'], pinned: false, unreadCount: 2 });
    await onPhone({ chat: bob.phoneNumber, pin: true });
    await onPhone({ chat: bob.phoneNumber, muteUntil: Date.UTC(2030, 0, 1) });
    await becomes(bob, { archived: true, pinned: true, mutedUntil: '2030-01-01T00:00:00.000Z' });
    expect((await list('?archived=true')).chats.map(({ chatId }) => chatId)).toEqual([bob.jid]);
    await onPhone({ chat: bob.phoneNumber, read: true });
    await becomes(bob, { unreadCount: 0, unread: false });
    await onPhone({ chat: bob.phoneNumber, read: false });
    await becomes(bob, { unreadCount: 0, unread: true });
    await onPhone({ chat: bob.phoneNumber, muteUntil: 0 });
    await becomes(bob, { mutedUntil: null });
  });

  it('are archived, pinned, muted and marked for all devices', async () => {
    const wish = { archived: false, pinned: false, mutedUntil: '2031-05-06T07:08:09.000Z', read: true };
    const { status, body } = await change(bob, wish);
    expect([status, body]).toEqual([200, { sessionId: 'shop', chatId: bob.jid, ...wish }]);
    await becomes(bob, { archived: false, pinned: false, mutedUntil: wish.mutedUntil, unread: false });
    expect(await phoneKnows('archive')).toMatchObject([{ archiveChatAction: { archived: false } }]);
    expect(await phoneKnows('pin_v1')).toMatchObject([{ pinAction: { pinned: false } }]);
    expect(await phoneKnows('mute')).toMatchObject([
      { index: ['mute', bob.jid], muteAction: { muted: true, muteEndTimestamp: Date.UTC(2031, 4, 6, 7, 8, 9) } },
    ]);
    expect(await phoneKnows('markChatAsRead')).toMatchObject([{ markChatAsReadAction: { read: true } }]);
    const wrong = await change(bob, { ephemeralSeconds: 17, archived: 'yes' });
    expect([wrong.status, (wrong.body['errors'] as object[]).length]).toEqual([422, 2]);
  });

  it('are read up to the message that was read, on the phone or by a call', async () => {
    const ids = [];
    for (const text of ['a', 'b', 'c']) ids.push(await hear(bob, text));
    await becomes(bob, { unreadCount: 3 });
    await sandbox.call('POST', `/phones/${shop.phoneNumber}/read`, { messageIds: [ids[0]] });
    await becomes(bob, { unreadCount: 2 });
    expect(await user.message('shop', ids[0]!)).toMatchObject({ status: 'READ' });
    await user.post(`/sessions/shop/messages/${ids[1]}/read`);
    await becomes(bob, { unreadCount: 1 });
  });

  it('are all read with one call, which their authors are shown', async () => {
    const last = await hear(ada, 'unread');
    await becomes(ada, { unreadCount: 1 });
    expect(await user.post('/sessions/shop/chats/read-all')).toMatchObject({ chats: 2, messages: 2 });
    await becomes(ada, { unread: false });
    await becomes(bob, { unread: false });
    await eventually('the ticks', async () => (await sandbox.seen(last)).readAt);
    expect(await user.post('/sessions/shop/chats/read-all')).toMatchObject({ chats: 0, messages: 0 });
  });

  it('have messages with stars, from the phone and by a call', async () => {
    const messageId = await hear(bob, 'keep this');
    await onPhone({ chat: bob.phoneNumber, messageId, star: true });
    const starred = (wanted: boolean) =>
      eventually('the star', async () => 'starred' in (await user.message('shop', messageId)) === wanted);
    await starred(true);
    await user.post(`/sessions/shop/messages/${messageId}/star`, { starred: false });
    await starred(false);
    expect(await phoneKnows('star')).toMatchObject([{ starAction: { starred: false } }]);
  });

  it('let their messages disappear, as either side says', async () => {
    expect((await change(bob, { ephemeralSeconds: 86_400 })).status).toBe(200);
    await becomes(bob, { ephemeralSeconds: 86_400 });
    const path = `/contacts/${bob.phoneNumber}/messages`;
    const protocolMessage = { type: 'EPHEMERAL_SETTING', ephemeralExpiration: 604_800 };
    const timer = { type: 'raw', message: { ephemeralMessage: { message: { protocolMessage } } } };
    await sandbox.call('POST', path, { to: shop.phoneNumber, ...timer });
    await becomes(bob, { ephemeralSeconds: 604_800 });
    await receiver.delivery({ type: 'chat.updated', chatId: bob.jid, ephemeralSeconds: 604_800 });
    expect((await change(bob, { ephemeralSeconds: null })).status).toBe(200);
    await becomes(bob, { ephemeralSeconds: null });
  });

  it('can not be changed while the session is not connected', async () => {
    await user.post('/sessions/shop/stop', { logout: false });
    await user.status('shop', 'DISCONNECTED');
    const { status, headers } = await change(bob, { pinned: true });
    expect(status).toBe(503);
    expect(headers.get('retry-after')).not.toBeNull();
  });
});
