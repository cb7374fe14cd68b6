import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface ContactView {
  contactId: string;
  phoneNumber: string | null;
  lid: string | null;
  name: string | null;
  savedName: string | null;
  pictureId: string | null;
}

interface Setting {
  index: string[];
  value: Record<string, unknown>;
}

interface Page {
  contacts: ContactView[];
  pagination: { nextCursor: string | null };
}

describe('the people whom a session knows', () => {
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

  const list = (query = '') => user.get<Page>(`/sessions/shop/contacts${query}`);
  const known = (contact: Contact) =>
    eventually('the contact', async () =>
      (await list('?limit=500')).contacts.find(
        ({ lid, contactId }) => lid === contact.lid || contactId === contact.jid,
      ),
    );
  const told = async (fields: Record<string, unknown>) => (await receiver.delivery(fields)).body;
  const heard = (messageId: string) => told({ type: 'message.received', messageId });
  const setOnPhone = (body: Record<string, unknown>) =>
    sandbox.call('POST', `/phones/${shop.phoneNumber}/settings`, body);
  const patch = (contact: Contact, body: Record<string, unknown>) =>
    sandbox.call('PATCH', `/contacts/${contact.phoneNumber}`, body);

  it('are those who write, each once, under the name that they go by', async () => {
    await heard(await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'one'));
    await heard(await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'two'));
    expect(await known(bob)).toMatchObject({
      ...{ contactId: bob.jid, phoneNumber: `+${bob.phoneNumber}`, lid: bob.lid },
      ...{ name: 'Bob', savedName: null },
    });
    expect(receiver.matching({ type: 'contact.updated', contactId: bob.jid })).toEqual([]);
  });

  it('are those who are written to', async () => {
    const ada = await sandbox.contact({ name: 'Ada' });
    await user.messageStatus('shop', await user.send('shop', ada.jid, 'hello'), 'DELIVERED');
    expect(await known(ada)).toMatchObject({ contactId: ada.jid, lid: ada.lid });
  });

  it('change their name and their picture', async () => {
    await sandbox.call('PATCH', `/people/${bob.phoneNumber}/profile`, { name: 'Bobby' });
    await heard(await sandbox.say(bob.phoneNumber, shop.phoneNumber, 'three'));
    const renamed = await told({ type: 'contact.updated', contactId: bob.jid, name: 'Bobby' });
    expect(renamed).toMatchObject({ changed: ['pushName'], merged: false });
    const picture = Buffer.from('a picture').toString('base64');
    await sandbox.call('PATCH', `/people/${bob.phoneNumber}/profile`, { picture });
    const pictured = async () => (await known(bob)).pictureId !== null;
    await eventually('the picture', pictured);
  });

  it('are called as the phone has saved them', async () => {
    const eve = await sandbox.contact({ name: 'Eve' });
    await setOnPhone({ chat: eve.phoneNumber, contactName: 'Eve of Accounting' });
    expect(await told({ type: 'contact.updated', contactId: eve.jid })).toMatchObject({
      ...{ name: 'Eve of Accounting', savedName: 'Eve of Accounting', phoneNumber: `+${eve.phoneNumber}` },
    });
    await heard(await sandbox.say(eve.phoneNumber, shop.phoneNumber, 'hi'));
    expect(await known(eve)).toMatchObject({ name: 'Eve of Accounting', pushName: 'Eve' });
  });

  it('are saved by a call, and forgotten, on the phone as well', async () => {
    const ida = await sandbox.contact({ name: 'Ida' });
    const path = `/sessions/shop/contacts/${ida.phoneNumber}`;
    const onPhone = async () => {
      const answer = await sandbox.call<{ settings: Setting[] }>('GET', `/phones/${shop.phoneNumber}/settings`);
      return answer.settings.find(({ index }) => index.join() === `contact,${ida.jid}`)?.value['contactAction'];
    };
    const { status, body } = await user.call('PUT', path, { firstName: 'Ida', lastName: 'Rhodes' });
    expect([status, body]).toMatchObject([200, { whatsappId: ida.jid, savedName: 'Ida Rhodes' }]);
    expect(await told({ type: 'contact.updated', contactId: ida.jid, savedName: 'Ida Rhodes' })).toMatchObject({
      name: 'Ida Rhodes',
    });
    expect(await user.get(path)).toMatchObject({ name: 'Ida Rhodes', blocked: false });
    expect(await onPhone()).toMatchObject({ firstName: 'Ida', fullName: 'Ida Rhodes' });
    expect((await user.call('DELETE', path)).status).toBe(204);
    await told({ type: 'contact.updated', contactId: ida.jid, savedName: null });
    expect(await onPhone()).toEqual({});
    expect((await user.call('PUT', path, { lastName: 'Rhodes' })).status).toBe(422);
  });

  it('are one when a LID turns out to have a phone number, and so is their chat', async () => {
    const zoe = await sandbox.contact({ name: 'Zoe', addressing: 'lid', hidesNumber: true });
    const first = await sandbox.say(zoe.phoneNumber, shop.phoneNumber, 'who am I?');
    expect(await heard(first)).toMatchObject({ chatId: zoe.lid, phoneNumber: null });
    expect(await known(zoe)).toMatchObject({ contactId: zoe.lid, phoneNumber: null });
    await setOnPhone({ chat: zoe.phoneNumber, contactName: 'Zoe, by phone' });
    await told({ type: 'contact.updated', contactId: zoe.jid });
    await patch(zoe, { hidesNumber: false });
    const second = await sandbox.say(zoe.phoneNumber, shop.phoneNumber, 'it was me');
    expect(await heard(second)).toMatchObject({ chatId: zoe.jid, lid: zoe.lid });
    expect(await told({ type: 'contact.updated', contactId: zoe.jid, merged: true })).toMatchObject({
      ...{ phoneNumber: `+${zoe.phoneNumber}`, lid: zoe.lid, name: 'Zoe, by phone', pushName: 'Zoe' },
    });
    const { contacts } = await list('?search=zoe');
    expect(contacts).toHaveLength(1);
    for (const chat of [zoe.jid, zoe.lid]) {
      const { messages } = await user.get<{ messages: MessageView[] }>(
        `/sessions/shop/messages?chat=${encodeURIComponent(chat)}`,
      );
      expect(messages.map(({ messageId, chatId }) => [messageId, chatId])).toEqual([
        [second, zoe.jid],
        [first, zoe.jid],
      ]);
    }
    const answer = await user.send('shop', zoe.lid, 'I see');
    expect(await user.messageStatus('shop', answer, 'DELIVERED')).toMatchObject({ chatId: zoe.jid });
  });

  it('are listed page by page, and found by name and number', async () => {
    const all = (await list()).contacts;
    const first = await list('?limit=2');
    const rest = await list(`?limit=500&cursor=${first.pagination.nextCursor}`);
    expect([...first.contacts, ...rest.contacts]).toEqual(all);
    expect(rest.pagination.nextCursor).toBeNull();
    const found = async (search: string) =>
      (await list(`?search=${encodeURIComponent(search)}`)).contacts.map(({ contactId }) => contactId);
    expect(await found('BOBB')).toEqual([bob.jid]);
    expect(await found(`+${bob.phoneNumber}`)).toEqual([bob.jid]);
    expect(await found('100%')).toEqual([]);
    const wrong = await user.call('GET', '/sessions/shop/contacts?cursor=nonsense');
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('are nobody else’s', async () => {
    const stranger = await stage.gateway.register();
    expect((await stranger.call('GET', '/sessions/shop/contacts')).status).toBe(404);
  });
});
