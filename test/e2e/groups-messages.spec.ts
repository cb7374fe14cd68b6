import { randomBytes } from 'node:crypto';
import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { groupAt, newGroup } from '../support/groups.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox, SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

/** What a member decrypted. */
interface ReadMessage extends SeenMessage {
  edit?: string;
  content: Record<string, unknown> | null;
  context: Record<string, unknown> | null;
  download?: { sizeBytes?: number };
}

const JPEG = Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), randomBytes(5_000)]).toString('base64');

describe('groups', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;
  let carol: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, shop, bob } = stage);
    carol = await sandbox.contact({ name: 'Carol' });
  });

  afterAll(() => stage?.close());

  const friends = (options: Record<string, unknown> = {}) => newGroup(sandbox, bob, [carol, shop], options);
  const own = () => `${shop.phoneNumber}@s.whatsapp.net`;
  const send = async (to: string, body: Record<string, unknown>) =>
    (await user.post<{ messageId: string }>('/sessions/shop/messages', { to, ...body })).messageId;
  const say = async (by: Contact, to: string, body: Record<string, unknown>) =>
    (await sandbox.call<{ messageId: string }>('POST', `/contacts/${by.phoneNumber}/messages`, { to, ...body }))
      .messageId;

  async function readBy(member: Contact, messageId: string): Promise<ReadMessage> {
    return eventually(`message ${messageId} at ${member.name}`, async () => {
      const path = `/contacts/${member.phoneNumber}/inbox`;
      const { messages } = await sandbox.call<{ messages: ReadMessage[] }>('GET', path);
      return messages.find(({ id, content }) => id === messageId && content);
    });
  }

  async function told(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { body } = await receiver.delivery(fields);
    expect(receiver.matching(fields)).toHaveLength(1);
    return body;
  }

  const view = (messageId: string) => user.message('shop', messageId) as Promise<MessageView & Record<string, unknown>>;

  it.each(['lid', 'pn'])('get what is sent to them, every member of them, when addressed by %s', async (addressing) => {
    const group = await friends({ addressing });
    for (const text of ['first', 'second']) {
      const messageId = await send(group, { type: 'text', text });
      for (const member of [bob, carol]) expect((await readBy(member, messageId)).content).toMatchObject({ text });
      await user.messageStatus('shop', messageId, 'DELIVERED');
    }
  });

  it('are answered alone, in the chat with who wrote there', async () => {
    const group = await friends();
    const messageId = await say(bob, group, { text: 'who is in?' });
    await told({ type: 'message.received', messageId });
    const replyId = await send(bob.jid, { type: 'text', text: 'between us: I am', replyTo: messageId });
    expect(await readBy(bob, replyId)).toMatchObject({
      content: { text: 'between us: I am' },
      context: { replyTo: { messageId, chat: group, content: { text: 'who is in?' } } },
    });
    expect(await view(replyId)).toMatchObject({
      chatId: bob.jid,
      replyTo: { messageId, chatId: group, author: bob.jid, text: 'who is in?' },
    });
    const { status } = await user.call('POST', '/sessions/shop/messages', {
      ...{ to: carol.jid, type: 'text', text: 'not yours', replyTo: messageId },
    });
    expect(status).toBe(422);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['location', { latitude: 1.5, longitude: 2.5 }, { latitude: 1.5, longitude: 2.5 }],
    ['contact', { contacts: [{ name: 'Sari', phone: '+62811111111' }] }, { contacts: [{ name: 'Sari' }] }],
    ['poll', { question: 'When?', options: ['today', 'never'] }, { question: 'When?', options: ['today', 'never'] }],
    ['image', { media: { base64: JPEG }, caption: 'A cat', viewOnce: true }, { caption: 'A cat' }],
    ['document', { media: { base64: JPEG, filename: 'cat.jpg' } }, { filename: 'cat.jpg' }],
  ])('get a %s', async (type, body, content) => {
    const messageId = await send(await friends(), { type, ...body });
    expect((await readBy(carol, messageId)).content).toMatchObject({ type, ...content });
    await user.messageStatus('shop', messageId, 'DELIVERED');
  });

  it('get answers, reactions, edits, deletions and what is forwarded', async () => {
    const group = await friends();
    const theirs = await say(bob, group, { text: 'who comes?' });
    await told({ type: 'message.received', messageId: theirs });
    const reply = await send(group, { type: 'text', text: 'we do', replyTo: theirs });
    expect((await readBy(carol, reply)).context).toMatchObject({
      replyTo: { messageId: theirs, author: bob.lid, content: { text: 'who comes?' } },
    });
    const reaction = await send(group, { type: 'reaction', messageId: theirs, emoji: '👍' });
    expect((await readBy(carol, reaction)).content).toMatchObject({
      emoji: '👍',
      target: { messageId: theirs, author: bob.lid, chat: group },
    });
    const edit = await send(group, { type: 'edit', messageId: reply, text: 'we all do' });
    expect(await readBy(bob, edit)).toMatchObject({ edit: '1', content: { target: { messageId: reply } } });
    const deletion = await send(group, { type: 'delete', messageId: reply });
    expect(await readBy(bob, deletion)).toMatchObject({ edit: '7', content: { type: 'delete' } });
    const forward = await send(group, { type: 'forward', messageId: theirs });
    expect((await readBy(carol, forward)).context).toMatchObject({ forwarded: true });
  });

  it('see who is named, by the address that the group has for them', async () => {
    const group = await friends();
    const text = `@${bob.phoneNumber} please`;
    const messageId = await send(group, { type: 'text', text, mentions: [bob.phoneNumber] });
    const read = await readBy(carol, messageId);
    const lid = bob.lid.replace('@lid', '');
    expect(read).toMatchObject({ content: { text: `@${lid} please` }, context: { mentions: [bob.lid] } });
    expect(await view(messageId)).toMatchObject({ text, mentions: [bob.jid], chatId: group });
  });

  it('say who has a message, and who has read it', async () => {
    await sandbox.call('PATCH', `/contacts/${carol.phoneNumber}`, { online: false });
    const messageId = await send(await friends(), { type: 'text', text: 'news' });
    expect(await user.messageStatus('shop', messageId, 'DELIVERED')).toMatchObject({
      receipts: [{ member: bob.jid, phoneNumber: `+${bob.phoneNumber}`, deliveredAt: expect.any(String) }],
    });
    await sandbox.call('PATCH', `/contacts/${carol.phoneNumber}`, { online: true });
    await eventually('both receipts', async () => ((await view(messageId))['receipts'] as unknown[]).length === 2);
    await readBy(carol, messageId);
    await sandbox.call('POST', `/contacts/${carol.phoneNumber}/read`);
    expect(await user.messageStatus('shop', messageId, 'READ')).toMatchObject({
      receipts: expect.arrayContaining([
        expect.objectContaining({ member: carol.jid, readAt: expect.any(String) }),
        expect.not.objectContaining({ readAt: expect.any(String) }),
      ]),
    });
  });

  it('are read by a member who came later, and not by one who left', async () => {
    const group = await friends();
    const before = await send(group, { type: 'text', text: 'before' });
    await readBy(carol, before);
    const dave = await sandbox.contact({ name: 'Dave' });
    const by = bob.phoneNumber;
    await sandbox.call('POST', `/groups/${group}/participants`, {
      by,
      action: 'add',
      participants: [dave.phoneNumber],
    });
    await sandbox.call('POST', `/groups/${group}/leave`, { by: carol.phoneNumber });
    const after = await send(group, { type: 'text', text: 'after' });
    expect((await readBy(dave, after)).content).toMatchObject({ text: 'after' });
    const { messages } = await sandbox.call<{ messages: SeenMessage[] }>('GET', `/contacts/${carol.phoneNumber}/inbox`);
    expect(messages.map(({ id }) => id)).not.toContain(after);
  });

  it('fail a message with the reason where the session may not write', async () => {
    const silent = await friends();
    await sandbox.call('PATCH', `/groups/${silent}`, { by: bob.phoneNumber, announcement: true });
    const strange = await newGroup(sandbox, bob, [carol]);
    for (const [group, failure] of [
      [silent, 'GROUP_ADMINS_ONLY'],
      [strange, 'NOT_IN_GROUP'],
      ['120363999999999999@g.us', 'NOT_IN_GROUP'],
    ] as const) {
      const messageId = await send(group, { type: 'text', text: 'may I?' });
      expect(await user.messageStatus('shop', messageId, 'FAILED')).toMatchObject({ failure });
    }
    await sandbox.call('POST', `/groups/${silent}/participants`, {
      ...{ by: bob.phoneNumber, action: 'promote', participants: [shop.phoneNumber] },
    });
    await user.messageStatus('shop', await send(silent, { type: 'text', text: 'now I may' }), 'DELIVERED');
  });

  it('bring their keys again when the connection broke before WhatsApp took a message', async () => {
    const group = await friends();
    await sandbox.fault(shop.phoneNumber, { kind: 'cut-next', phase: 'message' });
    const messageId = await send(group, { type: 'text', text: 'through the cut' });
    const read = await readBy(carol, messageId);
    expect(read).toMatchObject({ content: { text: 'through the cut' }, decryptFailures: 0 });
    await user.messageStatus('shop', messageId, 'DELIVERED');
  });

  it('tell what members write, by whom', async () => {
    const group = await friends();
    const first = await say(bob, group, { text: 'first' });
    expect(await told({ type: 'message.received', messageId: first })).toMatchObject({
      ...{ chatId: group, from: bob.jid, to: group, lid: bob.lid, pushName: 'Bob', text: 'first' },
    });
    const { lid } = await sandbox.call<{ lid: string }>('GET', `/phones/${shop.phoneNumber}`);
    const written = `@${lid.replace('@lid', '')} second`;
    const second = await say(carol, group, { text: written, replyTo: first, mentions: [shop.phoneNumber] });
    const text = `@${shop.phoneNumber} second`;
    const context = { text, replyTo: { messageId: first, author: bob.jid, fromMe: false }, mentions: [own()] };
    expect(await told({ type: 'message.received', messageId: second })).toMatchObject({ from: carol.jid, ...context });
    expect(await view(second)).toMatchObject({ chatId: group, from: carol.jid, direction: 'inbound', ...context });
    await user.post(`/sessions/shop/messages/${second}/read`);
    await eventually('the receipt', async () => {
      return (await sandbox.seen(second)).receipts.some(({ type }) => type === 'read');
    });
  });

  it('tell what members do to messages: reactions, votes, edits and deletions, also by an administrator', async () => {
    const group = await friends();
    const ours = await send(group, { type: 'poll', question: 'Tea?', options: ['yes', 'no'], selectable: 1 });
    await readBy(carol, ours);
    const voteId = await say(carol, group, { type: 'vote', messageId: ours, chosen: ['yes'] });
    expect(await told({ type: 'poll.vote', voteId })).toMatchObject({
      messageId: ours,
      from: carol.jid,
      options: ['yes'],
    });
    const reactionId = await say(carol, group, { type: 'reaction', messageId: ours, emoji: '🎉' });
    expect(await told({ type: 'message.reaction', reactionId })).toMatchObject({ messageId: ours, from: carol.jid });
    const theirs = await say(carol, group, { text: 'a typpo' });
    const editId = await say(carol, group, { type: 'edit', messageId: theirs, text: 'a typo' });
    expect(await told({ type: 'message.edited', editId })).toMatchObject({ from: carol.jid, text: 'a typo' });
    const deletionId = await say(bob, group, { type: 'delete', messageId: theirs });
    expect(await told({ type: 'message.deleted', deletionId })).toMatchObject({ messageId: theirs, from: bob.jid });
    expect(await view(theirs)).toMatchObject({ type: 'deleted' });
    const oursGone = await say(bob, group, { type: 'delete', messageId: ours });
    expect(await told({ type: 'message.deleted', deletionId: oursGone })).toMatchObject({ messageId: ours });
    expect((await groupAt(sandbox, group)).subject).toBe('Friends');
  });
});
