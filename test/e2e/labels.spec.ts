import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface Label {
  labelId: string;
  name: string;
  color: number;
}

interface Setting {
  index: string[];
  value: Record<string, unknown>;
}

describe('labels', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;
  let labelled: string;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, shop, bob } = stage);
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'hello');
    await receiver.delivery({ type: 'message.received', messageId });
    await eventually('the keys of the settings', async () => {
      return (await user.call('PATCH', `/sessions/shop/chats/${bob.phoneNumber}`, { pinned: false })).status === 200;
    });
  });

  afterAll(() => stage?.close());

  const labels = async () => (await user.get<{ labels: Label[] }>('/sessions/shop/labels')).labels;
  const become = (wanted: Label[]) =>
    eventually('the labels', async () => {
      expect(await labels()).toEqual(wanted);
      return true;
    });
  const onPhone = (body: Record<string, unknown>) => sandbox.call('POST', `/phones/${shop.phoneNumber}/settings`, body);
  const phoneKnows = async (kind: string) => {
    const { settings } = await sandbox.call<{ settings: Setting[] }>('GET', `/phones/${shop.phoneNumber}/settings`);
    return settings.filter(({ index }) => index[0] === kind);
  };
  const onChat = (method: string, labelId: string, chat = bob.phoneNumber) =>
    user.call(method, `/sessions/shop/chats/${chat}/labels/${labelId}`);
  const bears = (labelIds: string[]) =>
    eventually(`a chat with ${labelIds}`, async () => {
      const { labels: ids } = await user.get<{ labels: string[] }>(`/sessions/shop/chats/${bob.phoneNumber}`);
      expect(ids).toEqual(labelIds);
      return true;
    });

  it('are those of the phone, and so are the chats that bear them', async () => {
    await onPhone({ label: { id: '4', name: 'New customer', color: 2 } });
    await onPhone({ chat: bob.phoneNumber, labelId: '4', labelled: true });
    await become([{ labelId: '4', name: 'New customer', color: 2 }]);
    const told = await receiver.delivery({ type: 'chat.updated', chatId: bob.jid });
    expect(told.body).toMatchObject({ labels: ['4'], changed: ['labels'] });
    await bears(['4']);
    await onPhone({ chat: bob.phoneNumber, labelId: '4', labelled: false });
    await bears([]);
  });

  it('are made and changed on all devices, each under a number of its own', async () => {
    const paths = ['Paid', 'Open'].map((name) => user.post<Label>('/sessions/shop/labels', { name, color: 7 }));
    const [paid, open] = await Promise.all(paths);
    expect([paid?.labelId, open?.labelId].sort()).toEqual(['5', '6']);
    const wish = { name: 'Paid in full' };
    const { body } = await user.call('PATCH', `/sessions/shop/labels/${paid!.labelId}`, wish);
    expect(body).toEqual({ labelId: paid!.labelId, name: 'Paid in full', color: 7 });
    await become(
      [{ labelId: '4', name: 'New customer', color: 2 }, { ...paid!, name: 'Paid in full' }, open!].sort(
        (a, b) => Number(a.labelId) - Number(b.labelId),
      ),
    );
    expect((await phoneKnows('label_edit')).find(({ index }) => index[1] === paid!.labelId)?.value).toMatchObject({
      labelEditAction: { name: 'Paid in full', color: 7, deleted: false },
    });
    const wrong = await user.call('POST', '/sessions/shop/labels', { name: '', color: 20 });
    expect([wrong.status, (wrong.body['errors'] as object[]).length]).toEqual([422, 2]);
  });

  it('are put on chats and taken off for all devices', async () => {
    expect((await onChat('PUT', '4')).status).toBe(204);
    expect((await onChat('PUT', '5')).status).toBe(204);
    await bears(['4', '5']);
    expect((await onChat('DELETE', '4')).status).toBe(204);
    await bears(['5']);
    expect(await phoneKnows('label_jid')).toMatchObject([
      { index: ['label_jid', '4', bob.jid], value: { labelAssociationAction: { labeled: false } } },
      { index: ['label_jid', '5', bob.jid], value: { labelAssociationAction: { labeled: true } } },
    ]);
    expect((await onChat('PUT', '99')).body['code']).toBe('LABEL_NOT_FOUND');
    expect((await onChat('PUT', '5', '+15550009999')).body['code']).toBe('CHAT_NOT_FOUND');
  });

  it('are put on single messages, here and on the phone', async () => {
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'two boxes, please');
    await receiver.delivery({ type: 'message.received', messageId });
    const onMessage = (method: string, labelId: string, id = messageId) =>
      user.call(method, `/sessions/shop/messages/${id}/labels/${labelId}`);
    const wears = (labelIds: string[] | undefined) =>
      eventually(`a message with ${labelIds}`, async () => {
        const message = await user.get<{ labels?: string[] }>(`/sessions/shop/messages/${messageId}`);
        expect(message.labels).toEqual(labelIds);
        return true;
      });
    expect((await onMessage('PUT', '5')).status).toBe(204);
    await wears(['5']);
    expect(await phoneKnows('label_message')).toMatchObject([
      { index: ['label_message', '5', bob.jid, messageId, '0', '0'] },
    ]);
    await onPhone({ chat: bob.phoneNumber, messageId, labelId: '4', labelled: true });
    await wears(['5', '4']);
    expect((await onMessage('DELETE', '4')).status).toBe(204);
    await wears(['5']);
    expect((await onMessage('PUT', '99')).body['code']).toBe('LABEL_NOT_FOUND');
    expect((await onMessage('PUT', '5', 'NOSUCHMESSAGE')).body['code']).toBe('MESSAGE_NOT_FOUND');
    labelled = messageId;
  });

  it('are gone from all chats and messages when they are deleted, and their numbers are not given again', async () => {
    expect((await user.call('DELETE', '/sessions/shop/labels/5')).status).toBe(204);
    await eventually('the event', () => {
      const { labels: ids } = receiver.matching({ type: 'chat.updated', chatId: bob.jid }).at(-1)!.body;
      return Promise.resolve((ids as string[]).length === 0);
    });
    await bears([]);
    expect(await user.message('shop', labelled)).not.toHaveProperty('labels');
    expect((await onChat('PUT', '5')).body['code']).toBe('LABEL_NOT_FOUND');
    expect((await user.call('PATCH', '/sessions/shop/labels/5', { color: 1 })).body['code']).toBe('LABEL_NOT_FOUND');
    await onPhone({ label: { id: '6', name: 'Open', deleted: true } });
    await become([{ labelId: '4', name: 'New customer', color: 2 }]);
    expect(await user.post('/sessions/shop/labels', { name: 'Next' })).toEqual({
      ...{ labelId: '7', name: 'Next', color: 0 },
    });
  });

  it('are nobody else’s', async () => {
    const stranger = await stage.gateway.register();
    for (const path of ['labels', `chats/${bob.phoneNumber}/labels/4`]) {
      const method = path === 'labels' ? 'GET' : 'PUT';
      const { body } = await stranger.call(method, `/sessions/shop/${path}`);
      expect(body['code']).toBe('SESSION_NOT_FOUND');
    }
  });
});
