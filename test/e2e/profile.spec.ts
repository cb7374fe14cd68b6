import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

/** A red dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

describe('the profile of an account', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, user } = stage);
  });

  afterAll(() => stage?.close());

  const path = '/sessions/shop/profile';
  const change = (body: object, at = path) => user.call('PATCH', at, body);
  const seen = () => sandbox.call('GET', `/people/${stage.shop.phoneNumber}/profile`);

  it('is changed, and seen by others', async () => {
    // The phone sends the keys for a name some time after the pairing.
    const renamed = await eventually('the name', async () => {
      const answer = await change({ name: 'Support', about: 'Mon to Fri' });
      return answer.status === 200 && answer.body;
    });
    expect(renamed).toMatchObject({ whatsappId: `${stage.shop.phoneNumber}@s.whatsapp.net`, about: 'Mon to Fri' });
    await eventually('the name at WhatsApp', async () => (await seen())['name'] === 'Support');
    expect(await seen()).toMatchObject({ about: 'Mon to Fri' });
    expect(await user.get(path)).toMatchObject({ name: 'Support', about: 'Mon to Fri', pictureUrl: null });
  });

  it('keeps its name when a message comes that was written under the old one', async () => {
    const text = 'Buy milk';
    // Message.conversation, and a byte of padding.
    const bytes = Buffer.from(`\n${String.fromCharCode(text.length)}${text}\u0001`).toString('base64');
    const { phoneNumber } = stage.shop;
    await sandbox.call('POST', `/phones/${phoneNumber}/stanzas`, {
      plaintexts: [{ from: phoneNumber, bytes, name: 'Old name' }],
    });
    await eventually('the note', async () => {
      const { messages } = await user.get('/sessions/shop/messages');
      return (messages as { text?: string }[]).some((message) => message.text === text);
    });
    expect(await user.get(path)).toMatchObject({ name: 'Support' });
  });

  it('has a picture, until it is taken away', async () => {
    const { body, status } = await change({ picture: { base64: PNG } });
    expect([status, body['pictureUrl']]).toEqual([200, expect.stringContaining('https://')]);
    expect(await seen()).toMatchObject({ hasPicture: true });
    expect((await change({ picture: null })).body).toMatchObject({ pictureUrl: null });
    expect(await seen()).toMatchObject({ hasPicture: false });
  });

  it.each<[string, object, number, string]>([
    ['a picture that is none', { picture: { base64: Buffer.from('%PDF-1.7 no').toString('base64') } }, 415, ''],
    ['a broken picture', { picture: { base64: PNG.slice(0, 44) } }, 415, ''],
    ['a picture from nowhere', { picture: {} }, 422, '/picture'],
    ['an endless name', { name: 'x'.repeat(26) }, 422, '/name'],
    ['a name that is none', { name: null }, 422, '/name'],
    ['an endless about text', { about: 'x'.repeat(140) }, 422, '/about'],
  ])('does not take %s', async (_what, body, status, pointer) => {
    const answer = await change(body);
    expect(answer.status).toBe(status);
    if (pointer) expect(answer.body['errors']).toMatchObject([{ pointer }]);
  });

  it('says who may see what, and changes that', async () => {
    const privacy = `${path}/privacy`;
    const open = {
      ...{ lastSeen: 'all', online: 'all', profilePhoto: 'all', about: 'all', readReceipts: 'all' },
      ...{ groupsAdd: 'all', callsAdd: 'all', messages: 'all' },
    };
    expect(await user.get(privacy)).toEqual(open);
    const changed = { lastSeen: 'none', groupsAdd: 'contacts', readReceipts: 'none', callsAdd: 'known' };
    expect((await change(changed, privacy)).body).toEqual({ ...open, ...changed });
    expect(await seen()).toMatchObject({
      privacy: { last: 'none', groupadd: 'contacts', readreceipts: 'none', calladd: 'known' },
    });
    const wrong = await change({ lastSeen: 'everybody' }, privacy);
    expect([wrong.status, wrong.body['errors']]).toMatchObject([422, [{ pointer: '/lastSeen' }]]);
  });
});
