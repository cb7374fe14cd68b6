import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

describe('what contacts send', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, shop, bob } = stage);
  });

  afterAll(() => stage?.close());

  /** Bob sends it; gives its id. */
  async function say(body: Record<string, unknown>): Promise<string> {
    const path = `/contacts/${bob.phoneNumber}/messages`;
    return (await sandbox.call<{ messageId: string }>('POST', path, { to: shop.phoneNumber, ...body })).messageId;
  }

  /** What the webhook was told, once, under these fields. */
  async function told(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { body } = await receiver.delivery(fields);
    expect(receiver.matching(fields)).toHaveLength(1);
    return body;
  }

  const view = (messageId: string) => user.message('shop', messageId) as Promise<MessageView & Record<string, unknown>>;

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'location',
      { type: 'location', latitude: 52.5, longitude: 13.4, name: 'Gate', address: 'Platz 1' },
      { location: { latitude: 52.5, longitude: 13.4, name: 'Gate', address: 'Platz 1' } },
    ],
    [
      'contact',
      { type: 'contact', contacts: [{ name: 'Ada', phone: '15550101010' }] },
      { contacts: [{ name: 'Ada', phone: '+15550101010', vcard: expect.stringContaining('waid=15550101010') }] },
    ],
    [
      'poll',
      { type: 'poll', question: 'Tea?', options: ['yes', 'no'], selectable: 1 },
      { poll: expect.objectContaining({ question: 'Tea?', options: ['yes', 'no'], selectable: 1 }) },
    ],
    [
      'groupInvite',
      {
        type: 'groupInvite',
        group: '120363041234567890@g.us',
        inviteCode: 'AbC123',
        groupName: 'Readers',
        caption: 'Come',
      },
      {
        caption: 'Come',
        invite: {
          ...{ group: '120363041234567890@g.us', inviteCode: 'AbC123', groupName: 'Readers' },
          expiresAt: expect.any(String),
        },
      },
    ],
    [
      'text',
      { text: 'gone soon', disappearsAfterSeconds: 86_400, forwarded: true },
      { text: 'gone soon', disappearsAfterSeconds: 86_400, forwarded: true },
    ],
    ['text', { text: 'once', viewOnce: true }, { text: 'once', viewOnce: true }],
    ['unsupported', { type: 'raw', message: { eventMessage: { name: 'Party' } } }, { rawKind: 'eventMessage' }],
  ])('arrives as %s', async (type, body, fields) => {
    const messageId = await say(body);
    expect(await told({ type: 'message.received', messageId })).toMatchObject({
      messageType: type,
      from: bob.jid,
      ...fields,
    });
    expect(await view(messageId)).toMatchObject({ type, direction: 'inbound', chatId: bob.jid, ...fields });
  });

  it('is pinned by the other side, for so long, or not any more', async () => {
    const messageId = await say({ text: 'the address' });
    await told({ type: 'message.received', messageId });
    const pinId = await say({ type: 'pin', messageId, seconds: 86_400 });
    const { pinnedUntil } = await told({ type: 'message.pinned', messageId, pinId });
    expect(await view(messageId)).toMatchObject({ pinnedUntil });
    expect(pinnedUntil).toEqual(expect.any(String));
    const unpinId = await say({ type: 'pin', messageId, seconds: 0 });
    expect(await told({ type: 'message.pinned', pinId: unpinId })).toMatchObject({ pinnedUntil: null, from: bob.jid });
    expect(await view(messageId)).not.toHaveProperty('pinnedUntil');
  });

  it('is counted by its raw kind when it is not understood', async () => {
    const message = { newsletterAdminInviteMessage: { newsletterName: 'News' } };
    const ids = [await say({ type: 'raw', message }), await say({ type: 'raw', message })];
    for (const messageId of ids) await told({ type: 'message.received', messageId });
    const { kinds } = await user.get<{ kinds: object[] }>('/sessions/shop/messages/unsupported');
    const counted = { rawKind: 'newsletterAdminInviteMessage', count: 2, lastAt: expect.any(String) };
    expect(kinds).toContainEqual(counted);
    expect((await user.call('GET', '/sessions/elsewhere/messages/unsupported')).status).toBe(404);
  });

  it('answers and names people', async () => {
    const first = await say({ text: 'first' });
    const messageId = await say({ text: 'second', replyTo: first, mentions: [shop.phoneNumber] });
    const own = `${shop.phoneNumber}@s.whatsapp.net`;
    const context = {
      replyTo: { messageId: first, fromMe: false, author: bob.jid, type: 'text', text: 'first' },
      mentions: [own],
    };
    expect(await told({ type: 'message.received', messageId })).toMatchObject({ text: 'second', ...context });
    expect(await view(messageId)).toMatchObject(context);
  });

  it('reacts to a message of ours, and takes it back', async () => {
    const messageId = await user.send('shop', bob.jid, 'nice?');
    await user.messageStatus('shop', messageId, 'DELIVERED');
    const reactionId = await say({ type: 'reaction', messageId, emoji: '👍' });
    expect(await told({ type: 'message.reaction', reactionId })).toMatchObject({
      messageId,
      from: bob.jid,
      emoji: '👍',
    });
    expect(await view(messageId)).toMatchObject({
      reactions: [{ emoji: '👍', from: bob.jid, at: expect.any(String) }],
    });
    const second = await say({ type: 'reaction', messageId, emoji: '🎉' });
    await told({ type: 'message.reaction', reactionId: second });
    expect(await view(messageId)).toMatchObject({ reactions: [{ emoji: '🎉', from: bob.jid }] });
    const third = await say({ type: 'reaction', messageId, emoji: '' });
    expect(await told({ type: 'message.reaction', reactionId: third })).toMatchObject({ emoji: '' });
    expect(await view(messageId)).not.toHaveProperty('reactions');
  });

  it('is edited and deleted by its author, and keeps what it was in its timeline', async () => {
    const messageId = await say({ text: 'a typpo' });
    await told({ type: 'message.received', messageId });
    const editId = await say({ type: 'edit', messageId, text: 'a typo' });
    expect(await told({ type: 'message.edited', editId })).toMatchObject({ messageId, from: bob.jid, text: 'a typo' });
    expect(await view(messageId)).toMatchObject({ type: 'text', text: 'a typo' });
    const deletionId = await say({ type: 'delete', messageId });
    expect(await told({ type: 'message.deleted', deletionId })).toMatchObject({ messageId, from: bob.jid });
    const gone = await view(messageId);
    expect(gone).toMatchObject({ type: 'deleted' });
    expect(gone).not.toHaveProperty('text');
    expect(gone.timeline).toMatchObject([
      { status: 'DELIVERED' },
      { status: 'EDITED', before: 'a typpo' },
      { status: 'DELETED', before: 'a typo' },
    ]);
  });

  it('can not be changed by anybody else', async () => {
    const messageId = await user.send('shop', bob.jid, 'ours');
    await user.messageStatus('shop', messageId, 'DELIVERED');
    await say({ type: 'raw', message: { protocolMessage: { type: 'REVOKE', key: { id: messageId, fromMe: true } } } });
    const after = await say({ text: 'after it' });
    await told({ type: 'message.received', messageId: after });
    expect(await view(messageId)).toMatchObject({ type: 'text', text: 'ours' });
    expect(receiver.matching({ type: 'message.deleted', messageId })).toEqual([]);
  });

  it('is a vote in a poll, which counts until the next one', async () => {
    const messageId = await say({ type: 'poll', question: 'Lunch?', options: ['Soto', 'Rendang'], selectable: 1 });
    await told({ type: 'message.received', messageId });
    const voteId = await say({ type: 'vote', messageId, chosen: ['Soto'] });
    expect(await told({ type: 'poll.vote', voteId })).toMatchObject({ messageId, from: bob.jid, options: ['Soto'] });
    const tally = (soto: number, rendang: number) => [
      { option: 'Soto', votes: soto },
      { option: 'Rendang', votes: rendang },
    ];
    expect(await view(messageId)).toMatchObject({ poll: { tally: tally(1, 0), votes: [{ from: bob.jid }] } });
    const second = await say({ type: 'vote', messageId, chosen: ['Rendang'] });
    await told({ type: 'poll.vote', voteId: second });
    expect(await view(messageId)).toMatchObject({ poll: { tally: tally(0, 1), votes: [{ options: ['Rendang'] }] } });
  });

  it('can not be a call that nobody made', async () => {
    const answer = await user.call('POST', '/sessions/shop/calls/NOCALL/reject');
    expect([answer.status, answer.body['code']]).toEqual([404, 'CALL_NOT_FOUND']);
  });

  it('is told of when WhatsApp withholds it, and comes once the phone gives it again', async () => {
    const messageId = await say({ text: 'only on the phone', withheld: true });
    await receiver.delivery({ type: 'message.received', messageId, messageType: 'unsupported' });
    await receiver.delivery({ type: 'message.received', messageId, text: 'only on the phone' }, 30_000);
    expect(await view(messageId)).toMatchObject({ type: 'text', text: 'only on the phone', from: bob.jid });
    expect(receiver.matching({ type: 'message.received', messageId })).toHaveLength(2);
  });

  it('is told once when WhatsApp delivers it again', async () => {
    await sandbox.fault(shop.phoneNumber, { kind: 'corrupt-next' });
    const messageId = await say({ type: 'location', latitude: 1, longitude: 2 });
    expect(await told({ type: 'message.received', messageId })).toMatchObject({
      location: { latitude: 1, longitude: 2 },
    });
    await eventually('the repaired message', async () => (await view(messageId)).type === 'location');
  });

  it('is told once, also when WhatsApp delivers it again after it took our receipt', async () => {
    await sandbox.fault(shop.phoneNumber, { kind: 'duplicate-next', delayMs: 1_000 });
    const messageId = await say({ text: 'said once' });
    await told({ type: 'message.received', messageId });
    await told({ type: 'message.received', messageId: await say({ text: 'said after it' }) });
    await eventually('a receipt for each delivery', async () => {
      return (await sandbox.seen(messageId)).receipts.length === 2;
    });
    await told({ type: 'message.received', messageId: await say({ text: 'said at the end' }) });
    expect(receiver.matching({ type: 'message.received', messageId })).toHaveLength(1);
    expect(await view(messageId)).toMatchObject({ text: 'said once', status: 'DELIVERED' });
  });
});
