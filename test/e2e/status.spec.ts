import { randomBytes } from 'node:crypto';
import type { Account, MessageView } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox, SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface ReadMessage extends SeenMessage {
  edit?: string;
  content: Record<string, unknown> | null;
}

const STATUS = 'status@broadcast';
const JPEG = Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), randomBytes(5_000)]).toString('base64');

describe('status', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let bob: Contact;
  let carol: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, bob } = stage);
    carol = await sandbox.contact({ name: 'Carol' });
  });

  afterAll(() => stage?.close());

  const post = async (body: Record<string, unknown>) =>
    (await user.post<{ messageId: string }>('/sessions/shop/messages', { to: STATUS, ...body })).messageId;
  const inbox = async (person: Contact) => {
    const path = `/contacts/${person.phoneNumber}/inbox`;
    return (await sandbox.call<{ messages: ReadMessage[] }>('GET', path)).messages;
  };
  const readBy = (person: Contact, messageId: string) =>
    eventually(`status ${messageId} at ${person.name}`, async () =>
      (await inbox(person)).find(({ id, content }) => id === messageId && content),
    );
  const view = (messageId: string) => user.message('shop', messageId) as Promise<MessageView & Record<string, unknown>>;

  it('has nobody to see it while the session has no chats', async () => {
    const body = { to: STATUS, type: 'text', text: 'anybody?' };
    const answer = await user.call<{ errors: { pointer: string }[] }>('POST', '/sessions/shop/messages', body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, '/statusRecipients']);
  });

  it('is seen by those who are named, and by nobody else', async () => {
    const style = { backgroundColor: '#25d366', font: 2 };
    const statusRecipients = [bob.jid, `+${bob.phoneNumber}`];
    const messageId = await post({ type: 'text', text: 'We are open!', ...style, statusRecipients });
    expect(await readBy(bob, messageId)).toMatchObject({ to: STATUS, content: { type: 'text', text: 'We are open!' } });
    expect((await inbox(carol)).map(({ id }) => id)).not.toContain(messageId);
    expect(await user.messageStatus('shop', messageId, 'DELIVERED')).toMatchObject({
      ...{ chatId: STATUS, to: STATUS, text: 'We are open!' },
      receipts: [{ member: bob.jid, deliveredAt: expect.any(String) }],
    });
    await sandbox.call('POST', `/contacts/${bob.phoneNumber}/read`);
    await user.messageStatus('shop', messageId, 'READ');
  });

  it('is seen by all with whom the session has a chat, when nobody is named', async () => {
    for (const one of [bob, carol]) {
      await user.messageStatus('shop', await user.send('shop', one.jid, 'hello'), 'DELIVERED');
    }
    const image = await post({ type: 'image', media: { base64: JPEG }, caption: 'New!' });
    for (const one of [bob, carol]) {
      expect((await readBy(one, image)).content).toMatchObject({ type: 'image', caption: 'New!' });
    }
    const deletion = await post({ type: 'delete', messageId: image });
    expect(await readBy(carol, deletion)).toMatchObject({ edit: '7', content: { type: 'delete' } });
  });

  it.each([
    ['a poll', { to: STATUS, type: 'poll', question: 'x', options: ['a', 'b'] }, 501],
    ['a colour of a usual text', { type: 'text', text: 'x', backgroundColor: '#000000' }, 422],
    ['a group that sees it', { to: STATUS, type: 'text', text: 'x', statusRecipients: ['1@g.us'] }, 422],
    ['a colour that is none', { to: STATUS, type: 'text', text: 'x', backgroundColor: 'green' }, 422],
  ])('is refused for %s', async (_what, body, status) => {
    expect((await user.call('POST', '/sessions/shop/messages', { to: bob.jid, ...body })).status).toBe(status);
  });

  it.each(['pn', 'lid'])('of a contact comes in as a message of the status list, by %s', async (addressing) => {
    await sandbox.call('PATCH', `/contacts/${bob.phoneNumber}`, { addressing });
    const path = `/contacts/${bob.phoneNumber}/messages`;
    const { messageId } = await sandbox.call<{ messageId: string }>('POST', path, { to: STATUS, text: 'On holiday' });
    const { body } = await receiver.delivery({ type: 'message.received', messageId });
    expect(body).toMatchObject({ chatId: STATUS, from: bob.jid, to: STATUS, pushName: 'Bob', text: 'On holiday' });
    expect(await view(messageId)).toMatchObject({ chatId: STATUS, from: bob.jid, direction: 'inbound' });
    await user.post(`/sessions/shop/messages/${messageId}/read`);
    await eventually('the receipt', async () => {
      return (await sandbox.seen(messageId)).receipts.some(({ type }) => type === 'read');
    });
  });
});
