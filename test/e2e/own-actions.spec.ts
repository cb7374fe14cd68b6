import type { Account, MessageView } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Contact, Sandbox, SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

type View = MessageView & Record<string, unknown>;

describe('what the session does to messages', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, user, bob } = stage);
  });

  afterAll(() => stage?.close());

  const send = async (body: Record<string, unknown>): Promise<string> => {
    const { messageId } = await user.post<{ messageId: string }>('/sessions/shop/messages', { to: bob.jid, ...body });
    await user.messageStatus('shop', messageId, 'DELIVERED');
    return messageId;
  };
  const view = (messageId: string) => user.message('shop', messageId) as Promise<View>;

  it('changes a text that it edits, once WhatsApp has it, and keeps what it said before', async () => {
    const messageId = await send({ type: 'text', text: 'At eihgt' });
    await send({ type: 'edit', messageId, text: 'At eight' });
    const edited = await view(messageId);
    expect(edited).toMatchObject({ type: 'text', text: 'At eight', status: 'DELIVERED' });
    expect(edited.timeline).toContainEqual({ status: 'EDITED', at: expect.any(String), before: 'At eihgt' });
  });

  it('leaves of a message that it deletes only that it was there', async () => {
    const messageId = await send({ type: 'text', text: 'oops' });
    await send({ type: 'delete', messageId });
    const deleted = await view(messageId);
    expect(deleted).toMatchObject({ type: 'deleted' });
    expect(deleted).not.toHaveProperty('text');
    expect(deleted.timeline).toContainEqual({ status: 'DELETED', at: expect.any(String), before: 'oops' });
  });

  it('is among the reactions of a message, beside those of others, until it takes that back', async () => {
    const messageId = await send({ type: 'text', text: 'nice?' });
    const path = `/contacts/${bob.phoneNumber}/messages`;
    const theirs = { to: stage.shop.phoneNumber, type: 'reaction', messageId, emoji: '🎉' };
    const { messageId: reactionId } = await sandbox.call<{ messageId: string }>('POST', path, theirs);
    await stage.receiver.delivery({ type: 'message.reaction', reactionId });
    await send({ type: 'reaction', messageId, emoji: '👍' });
    const own = `${stage.shop.phoneNumber}@s.whatsapp.net`;
    const reactions = (await view(messageId))['reactions'] as Record<string, unknown>[];
    expect(reactions.map(({ from, emoji }) => [from, emoji]).sort()).toEqual(
      [
        [own, '👍'],
        [bob.jid, '🎉'],
      ].sort(),
    );
    await send({ type: 'reaction', messageId, emoji: '' });
    expect(await view(messageId)).toMatchObject({ reactions: [{ from: bob.jid, emoji: '🎉' }] });
  });

  it('is told once, as its own, to whoever keeps up with the chat', async () => {
    const own = { from: `${stage.shop.phoneNumber}@s.whatsapp.net`, chatId: bob.jid, fromMe: true };
    const messageId = await send({ type: 'text', text: 'one' });
    const editId = await send({ type: 'edit', messageId, text: 'two' });
    const reactionId = await send({ type: 'reaction', messageId, emoji: '👍' });
    const deletionId = await send({ type: 'delete', messageId });
    const acts = [
      { type: 'message.edited', messageId, editId, text: 'two' },
      { type: 'message.reaction', messageId, reactionId, emoji: '👍' },
      { type: 'message.deleted', messageId, deletionId },
    ];
    for (const act of acts) expect((await stage.receiver.delivery(act)).body).toMatchObject(own);
    const last = await send({ type: 'text', text: 'three' });
    await stage.receiver.delivery({ type: 'message.status', messageId: last, status: 'DELIVERED' });
    for (const act of acts) expect(stage.receiver.matching(act)).toHaveLength(1);
  });

  it('disappears when the messages of the chat do, from when the other side or the session says so', async () => {
    const says = (ephemeralExpiration: number) => {
      const protocolMessage = { type: 'EPHEMERAL_SETTING', ephemeralExpiration };
      const message = { ephemeralMessage: { message: { protocolMessage } } };
      const path = `/contacts/${bob.phoneNumber}/messages`;
      return sandbox.call('POST', path, { to: stage.shop.phoneNumber, type: 'raw', message });
    };
    const becomes = (ephemeralSeconds: number | null) =>
      eventually(`a timer of ${ephemeralSeconds}`, async () => {
        const { body } = await user.call('GET', `/sessions/shop/chats/${bob.phoneNumber}`);
        return body['ephemeralSeconds'] === ephemeralSeconds || undefined;
      });
    const disappearsAfter = async () => {
      const seen = (await sandbox.messages({ id: await send({ type: 'text', text: 'soon gone' }) })) as Read[];
      return seen[0]?.context?.['disappearsAfterSeconds'] ?? null;
    };
    expect(await disappearsAfter()).toBeNull();
    await says(604_800);
    await becomes(604_800);
    expect(await disappearsAfter()).toBe(604_800);
    const change = { ephemeralSeconds: 86_400 };
    await user.call('PATCH', `/sessions/shop/chats/${bob.phoneNumber}`, change);
    expect(await disappearsAfter()).toBe(86_400);
    await says(0);
    await becomes(null);
    expect(await disappearsAfter()).toBeNull();
  });
});

interface Read extends SeenMessage {
  context: Record<string, unknown> | null;
}
