import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Gateway } from '../support/gateway.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

describe('after kill -9 of the gateway', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, gateway, receiver, user, shop, bob } = stage);
  });

  afterAll(() => stage?.close());

  it('the session is back without a QR code', async () => {
    await gateway.kill();
    await gateway.up();
    await eventually('the device online', () => sandbox.isOnline(shop.phoneNumber));
    await user.status('shop', 'CONNECTED');
    const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${shop.phoneNumber}`);
    expect(devices).toHaveLength(1);
  });

  it('a message that was queued goes out once', async () => {
    await sandbox.fault(shop.phoneNumber, { kind: 'silence', seconds: 3 });
    const messageId = await user.send('shop', bob.jid, 'survives');
    await gateway.kill();
    await gateway.up();
    await user.messageStatus('shop', messageId, 'DELIVERED');
    const { messages } = await sandbox.call<{ messages: { id: string }[] }>(
      'GET',
      `/contacts/${bob.phoneNumber}/inbox`,
    );
    expect(messages.filter(({ id }) => id === messageId)).toHaveLength(1);
  });

  it('a message that came meanwhile arrives once', async () => {
    await gateway.kill();
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'while you were out');
    await gateway.up();
    const { body } = await receiver.delivery({ event: 'message_received', messageId });
    expect(body).toMatchObject({ text: 'while you were out', from: bob.jid });
    await user.messageStatus('shop', await user.send('shop', bob.jid, 'after it'), 'DELIVERED');
    expect(receiver.matching({ event: 'message_received', messageId })).toHaveLength(1);
  });

  it('a webhook delivery that had failed is made from the database', async () => {
    receiver.reply = () => 503;
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'webhook down');
    await eventually('the message in the gateway', async () => {
      return (await user.call('GET', `/sessions/shop/messages/${messageId}`)).status === 200;
    });
    await gateway.kill();
    receiver.reply = () => 200;
    await gateway.up();
    await receiver.delivery({ event: 'message_received', messageId });
    expect(receiver.matching({ event: 'message_received', messageId })).toHaveLength(1);
  });

  it('conversations go on, in both directions, however often it happens', async () => {
    const received: string[] = [];
    for (let round = 0; round < 5; round++) {
      const out = await user.send('shop', bob.jid, `out ${round}`);
      received.push(await sandbox.say(bob.phoneNumber, shop.phoneNumber, `in ${round}`));
      await gateway.kill();
      await gateway.up();
      await user.messageStatus('shop', out, 'DELIVERED');
    }
    for (const messageId of received) await receiver.delivery({ event: 'message_received', messageId });
    const seen = await sandbox.messages();
    expect(seen.filter(({ decryptError }) => decryptError)).toEqual([]);
    const { messages } = await sandbox.call<{ messages: { text: string }[] }>(
      'GET',
      `/contacts/${bob.phoneNumber}/inbox`,
    );
    const out = messages.map(({ text }) => text).filter((text) => text.startsWith('out '));
    expect(out).toEqual(['out 0', 'out 1', 'out 2', 'out 3', 'out 4']);
  });
});
