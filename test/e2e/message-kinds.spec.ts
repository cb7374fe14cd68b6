import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Contact, Sandbox, SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

/** What the recipient's phone decrypted. */
interface ReadMessage extends SeenMessage {
  edit?: string;
  content: Record<string, unknown> | null;
  context: Record<string, unknown> | null;
}

describe('messages of all kinds', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, user, shop, bob } = stage);
  });

  afterAll(() => stage?.close());

  const send = async (body: Record<string, unknown>): Promise<string> => {
    const answer = await user.post<{ messageId: string; type: string }>('/sessions/shop/messages', {
      to: bob.jid,
      ...body,
    });
    return answer.messageId;
  };
  const read = (messageId: string): Promise<ReadMessage> =>
    eventually(`message ${messageId} at Bob`, async () => {
      const [seen] = (await sandbox.messages({ id: messageId })) as ReadMessage[];
      return seen?.content ? seen : undefined;
    });
  const own = () => ({ fromMe: true, chat: bob.jid });
  const sayHello = async () => {
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'Are you there?');
    await eventually('his message', async () => {
      return (await user.call('GET', `/sessions/shop/messages/${messageId}`)).status === 200;
    });
    return messageId;
  };

  it('show a location as the place that it is', async () => {
    const place = { latitude: -6.175392, longitude: 106.827153, name: 'Monas', address: 'Jakarta' };
    const messageId = await send({ type: 'location', ...place });
    expect((await read(messageId)).content).toEqual({ type: 'location', ...place });
    expect(await user.message('shop', messageId)).toMatchObject({ type: 'location', location: place });
  });

  it('show contacts with a number that can be written to', async () => {
    const contacts = [{ name: 'Sari Dewi', phone: '+62811111111' }];
    const one = await send({ type: 'contact', contacts });
    expect((await read(one)).content).toEqual({
      type: 'contact',
      contacts: [{ name: 'Sari Dewi', vcard: expect.stringContaining('waid=62811111111:+62811111111') }],
    });
    const two = await send({ type: 'contact', contacts: [...contacts, { name: 'Budi', phone: '62822222222' }] });
    expect((await read(two)).content).toMatchObject({ contacts: [{ name: 'Sari Dewi' }, { name: 'Budi' }] });
    expect(await user.message('shop', two)).toMatchObject({ contacts: [{}, { name: 'Budi', phone: '+62822222222' }] });
  });

  it.each([0, 1])('ask in polls with %i answers to choose', async (selectable) => {
    const poll = { question: 'When?', options: ['today', 'tomorrow', 'never'], selectable };
    const messageId = await send({ type: 'poll', ...poll });
    expect(await read(messageId)).toMatchObject({ type: 'poll', content: { type: 'poll', ...poll } });
    expect(await user.message('shop', messageId)).toMatchObject({ type: 'poll', poll });
  });

  it('quote what they answer', async () => {
    const theirs = await sayHello();
    const messageId = await send({ type: 'text', text: 'Yes!', replyTo: theirs });
    expect((await read(messageId)).context).toMatchObject({
      replyTo: { messageId: theirs, author: bob.jid, content: { type: 'text', text: 'Are you there?' } },
    });
    expect(await user.message('shop', messageId)).toMatchObject({
      text: 'Yes!',
      replyTo: { messageId: theirs, author: bob.jid, type: 'text', text: 'Are you there?' },
    });
  });

  it('name people in a text', async () => {
    const text = `@${bob.phoneNumber} please have a look`;
    const messageId = await send({ type: 'text', text, mentions: [`+${bob.phoneNumber}`] });
    const { content, context } = await read(messageId);
    expect(content).toMatchObject({ text });
    expect(context).toMatchObject({ mentions: [bob.jid] });
  });

  it('react to theirs and to ours, and take the reaction back', async () => {
    const theirs = await sayHello();
    const added = await read(await send({ type: 'reaction', messageId: theirs, emoji: '👍' }));
    expect(added).toMatchObject({
      type: 'reaction',
      content: { emoji: '👍', target: { messageId: theirs, fromMe: false, chat: bob.jid } },
    });
    const removed = await read(await send({ type: 'reaction', messageId: theirs, emoji: '' }));
    expect(removed.content).toMatchObject({ emoji: '', target: { messageId: theirs } });
    const ours = await send({ type: 'text', text: 'nice' });
    const toOurs = await read(await send({ type: 'reaction', messageId: ours, emoji: '❤️' }));
    expect(toOurs.content).toMatchObject({ target: { messageId: ours, ...own() } });
  });

  it('edit and delete what was sent', async () => {
    const messageId = await send({ type: 'text', text: 'At eihgt' });
    const edited = await read(await send({ type: 'edit', messageId, text: 'At eight' }));
    expect(edited).toMatchObject({
      edit: '1',
      content: { type: 'edit', target: { messageId, ...own() }, content: { type: 'text', text: 'At eight' } },
    });
    const deletion = await send({ type: 'delete', messageId });
    expect(await read(deletion)).toMatchObject({ edit: '7', content: { type: 'delete', target: { messageId } } });
    expect(await user.messageStatus('shop', deletion, 'DELIVERED')).toMatchObject({ targetMessageId: messageId });
  });

  it('pin a message for everybody in the chat, and take the pin away', async () => {
    const theirs = await sayHello();
    const pinned = await send({ type: 'pin', messageId: theirs, forSeconds: 604_800 });
    expect(await read(pinned)).toMatchObject({
      edit: '2',
      content: { type: 'pin', target: { messageId: theirs, fromMe: false }, pinned: true, seconds: 604_800 },
    });
    const until = await eventually('the pin', async () => {
      const { pinnedUntil } = (await user.message('shop', theirs)) as { pinnedUntil?: string };
      return pinnedUntil;
    });
    const days = (Date.parse(until) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    const unpinned = await send({ type: 'pin', messageId: theirs, forSeconds: 0 });
    expect((await read(unpinned)).content).toMatchObject({ type: 'pin', pinned: false });
    await eventually('no pin', async () => !('pinnedUntil' in (await user.message('shop', theirs))));
  });

  it('invite a person into a group', async () => {
    const invite = { group: '120363041234567890@g.us', inviteCode: 'Xk3vbn0PqLz71rTy', groupName: 'Readers' };
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const messageId = await send({ type: 'groupInvite', ...invite, expiresAt, caption: 'Join us' });
    expect((await read(messageId)).content).toEqual({
      ...{ type: 'groupInvite', ...invite },
      ...{ caption: 'Join us', expiresAt: Date.parse(expiresAt) / 1000 },
    });
    expect(await user.message('shop', messageId)).toMatchObject({
      ...{ type: 'groupInvite', caption: 'Join us', invite: { ...invite, expiresAt } },
    });
  });

  it('forward what others said, marked as such', async () => {
    const carol = await sandbox.contact({ name: 'Carol' });
    const theirs = await sayHello();
    const { content, context } = await read(await send({ to: carol.jid, type: 'forward', messageId: theirs }));
    expect(content).toMatchObject({ type: 'text', text: 'Are you there?' });
    expect(context).toMatchObject({ forwarded: true });
    const place = await send({ type: 'location', latitude: 1, longitude: 2 });
    const again = await send({ to: carol.jid, type: 'forward', messageId: place });
    expect((await read(again)).content).toMatchObject({ type: 'location', latitude: 1, longitude: 2 });
    expect(await user.message('shop', again)).toMatchObject({ type: 'location', forwarded: true });
  });

  it('wait for a recipient who is away', async () => {
    await sandbox.call('PATCH', `/contacts/${bob.phoneNumber}`, { online: false });
    const poll = { question: 'Again?', options: ['yes', 'no'], selectable: 1 };
    const messageId = await send({ type: 'poll', ...poll });
    await user.messageStatus('shop', messageId, 'SENT');
    await sandbox.call('PATCH', `/contacts/${bob.phoneNumber}`, { online: true });
    expect((await read(messageId)).content).toMatchObject({ type: 'poll', ...poll });
  });

  it.each([
    ['opening a text once', { type: 'text', text: 'x', viewOnce: true }, '/viewOnce'],
    ['a reply to nothing', { type: 'text', text: 'x', replyTo: '3EB0NOTHERE' }, '/replyTo'],
    ['a reaction that is a word', { type: 'reaction', messageId: '3EB0NOTHERE', emoji: 'ok' }, '/emoji'],
    ['a poll with one option', { type: 'poll', question: 'x', options: ['one'] }, '/options'],
    ['a place that is nowhere', { type: 'location', latitude: 91, longitude: 0 }, '/latitude'],
    ['a contact without a number', { type: 'contact', contacts: [{ name: 'x' }] }, '/contacts/0'],
    ['an invitation to no group', { type: 'groupInvite', group: '+628123456789', inviteCode: 'x' }, '/group'],
    ['a pin for an hour', { type: 'pin', messageId: '3EB0NOTHERE', forSeconds: 3600 }, '/forSeconds'],
    ['the mention of a group', { type: 'text', text: 'x', mentions: ['1@g.us'] }, '/mentions/0'],
  ])('are refused for %s', async (_name, body, pointer) => {
    const answer = await user.call<Refusal>('POST', '/sessions/shop/messages', { to: bob.jid, ...body });
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(answer.body.errors.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('are refused where WhatsApp would not do it: editing or deleting what others wrote', async () => {
    const theirs = await sayHello();
    for (const body of [{ type: 'edit', text: 'x' }, { type: 'delete' }]) {
      const answer = await user.call<Refusal>('POST', '/sessions/shop/messages', {
        to: bob.jid,
        messageId: theirs,
        ...body,
      });
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, '/messageId']);
    }
  });

  it('that WhatsApp keeps for its business platform answer 501 with the reason', async () => {
    const answer = await user.call<Refusal>('POST', '/sessions/shop/messages', { to: bob.jid, type: 'buttons' });
    expect([answer.status, answer.body.code]).toEqual([501, 'NOT_OFFERED']);
    expect(answer.body.detail).toContain('business platform');
  });
});

interface Refusal {
  code: string;
  detail: string;
  errors: { pointer: string }[];
}
