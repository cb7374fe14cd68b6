import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { newGroup } from '../support/groups.js';
import type { Receiver } from '../support/receiver.js';
import type { Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

const BOB = '15557654321';

/** Bob reads on his phone and on other devices, here sessions of the same gateway; they come and go while the shop writes to him. */
describe('a recipient with several devices', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user } = stage);
    await user.post('/webhooks', { url: receiver.url, events: ['message.received'] });
    await link('desk');
  });

  afterAll(() => stage?.close());

  /** Another device of Bob's. */
  async function link(sessionId: string): Promise<void> {
    await user.post('/sessions', { sessionId });
    const { qr } = await user.post<{ qr: string }>(`/sessions/${sessionId}/connect`);
    await sandbox.call('POST', `/phones/${BOB}/scan`, { qr });
    await user.status(sessionId, 'CONNECTED');
  }

  const send = (text: string) => user.send('shop', BOB, text);
  const readOn = (sessionId: string, text: string) => receiver.delivery({ type: 'message.received', sessionId, text });

  async function onThePhone(text: string): Promise<void> {
    await eventually(`“${text}” on the phone`, async () => {
      const path = `/phones/${BOB}/inbox`;
      const { messages } = await sandbox.call<{ messages: { text: string }[] }>('GET', path);
      return messages.some((message) => message.text === text);
    });
  }

  it('reads a message on all of them', async () => {
    await user.messageStatus('shop', await send('for all'), 'DELIVERED');
    await onThePhone('for all');
    await readOn('desk', 'for all');
  });

  it('reads the next one on a device that he has just linked, too', async () => {
    await link('laptop');
    await user.messageStatus('shop', await send('for the laptop, too'), 'DELIVERED');
    await onThePhone('for the laptop, too');
    await Promise.all(['desk', 'laptop'].map((device) => readOn(device, 'for the laptop, too')));
  });

  it('reads what is written to a group on all of them, and on one that he links afterwards', async () => {
    const carol = await sandbox.contact({ name: 'Carol' });
    const group = await newGroup(sandbox, carol, [{ phoneNumber: BOB }, stage.shop]);
    await user.send('shop', group, 'in the group');
    await Promise.all(['desk', 'laptop'].map((device) => readOn(device, 'in the group')));
    await link('tablet');
    await user.send('shop', group, 'in the group, again');
    await Promise.all(['desk', 'laptop', 'tablet'].map((device) => readOn(device, 'in the group, again')));
  });

  it('reads on those that are left when one is gone', async () => {
    await user.call('POST', '/sessions/laptop/logout');
    await eventually('two devices', async () => {
      const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${BOB}`);
      return devices.length === 2;
    });
    await user.messageStatus('shop', await send('for those that are left'), 'DELIVERED');
    await onThePhone('for those that are left');
    await Promise.all(['desk', 'tablet'].map((device) => readOn(device, 'for those that are left')));
    expect(receiver.matching({ sessionId: 'laptop', text: 'for those that are left' })).toEqual([]);
  });
});
