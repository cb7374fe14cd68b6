import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Gateway } from '../support/gateway.js';
import { newGroup } from '../support/groups.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

/** A phone with other keys than those that a message was encrypted for asks for it again. */
describe('a contact with a new phone', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, gateway, receiver, user, shop, bob } = stage);
    await delivered(await user.send('shop', bob.jid, 'to the old phone'));
  });

  afterAll(() => stage?.close());

  const delivered = (messageId: string) => user.messageStatus('shop', messageId, 'DELIVERED');
  const newPhone = (told: boolean) => sandbox.call('POST', `/contacts/${bob.phoneNumber}/new-phone`, { told });
  const online = (is: boolean) => sandbox.call('PATCH', `/contacts/${bob.phoneNumber}`, { online: is });

  async function nothingWaits(): Promise<void> {
    await eventually('the device up to date', async () => {
      const path = `/phones/${shop.phoneNumber}`;
      const { devices } = await sandbox.call<{ devices: { waiting: number }[] }>('GET', path);
      return devices.every(({ waiting }) => waiting === 0);
    });
  }

  it('reads what is written to it after WhatsApp told of the phone, at the first attempt', async () => {
    await newPhone(true);
    await nothingWaits();
    const messageId = await user.send('shop', bob.jid, 'to the new phone');
    await delivered(messageId);
    expect(await sandbox.seen(messageId)).toMatchObject({ text: 'to the new phone', attempts: 1, decryptFailures: 0 });
  });

  it('reads what was encrypted for the old phone, when it has asked for it again', async () => {
    await newPhone(false);
    const messageId = await user.send('shop', bob.jid, 'to whichever phone');
    await delivered(messageId);
    expect(await sandbox.seen(messageId)).toMatchObject({ text: 'to whichever phone', decryptFailures: 1 });
  });

  it('reads it though the gateway was killed in between', async () => {
    await online(false);
    const messageId = await user.send('shop', bob.jid, 'from before the crash');
    await user.messageStatus('shop', messageId, 'SENT');
    await newPhone(false);
    await gateway.kill();
    await gateway.up();
    await eventually('the device online', () => sandbox.isOnline(shop.phoneNumber));
    await online(true);
    await delivered(messageId);
    expect(await sandbox.seen(messageId)).toMatchObject({ text: 'from before the crash', decryptFailures: 1 });
  });

  it('reads what was encrypted for a group that it is in', async () => {
    const carol = await sandbox.contact({ name: 'Carol' });
    const group = await newGroup(sandbox, carol, [bob, shop]);
    await delivered(await user.send('shop', group, 'for the old keys'));
    await newPhone(false);
    const messageId = await user.send('shop', group, 'for the new keys');
    await eventually('it in the hands of Bob', async () => {
      const path = `/contacts/${bob.phoneNumber}/inbox`;
      const { messages } = await sandbox.call<{ messages: { id: string; text: string }[] }>('GET', path);
      return messages.some(({ id, text }) => id === messageId && text === 'for the new keys');
    });
  });

  it('is heard, once', async () => {
    await newPhone(false);
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'hello from the new phone');
    const { body } = await receiver.delivery({ event: 'message_received', messageId });
    expect(body).toMatchObject({ text: 'hello from the new phone', from: bob.jid });
    await delivered(await user.send('shop', bob.jid, 'after it'));
    expect(receiver.matching({ event: 'message_received', messageId })).toHaveLength(1);
  });

  it('gets no message of another chat, though it knows the id', async () => {
    const carol = await sandbox.contact({ name: 'Carol' });
    const secret = await user.send('shop', carol.jid, 'only for Carol');
    await delivered(secret);
    const own = await user.send('shop', bob.jid, 'for Bob');
    await delivered(own);
    const retry = (id: string) => ({
      tag: 'receipt',
      attrs: { from: bob.jid, id, t: '1', type: 'retry' },
      content: [{ tag: 'retry', attrs: { count: '1', id, t: '1', v: '1' } }],
    });
    const stanzas = [retry(secret), retry(own)];
    await sandbox.call('POST', `/phones/${shop.phoneNumber}/stanzas`, { stanzas });
    await eventually('his own one again', async () => (await sandbox.seen(own)).attempts === 2);
    expect(await sandbox.seen(secret)).toMatchObject({ attempts: 1 });
  });
});
