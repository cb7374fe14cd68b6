import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import type { Account } from '../support/account.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

const NOBODY = '493012345678';

describe('people', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, user, bob } = stage);
  });

  afterAll(() => stage?.close());

  const contact = (id: string, rest = '') => `/sessions/shop/contacts/${id}${rest}`;
  const profile = (phoneNumber: string, body: object) => sandbox.call('PATCH', `/people/${phoneNumber}/profile`, body);
  const both = ({ phoneNumber, jid, lid }: Contact) => ({ whatsappId: jid, phoneNumber: `+${phoneNumber}`, lid });

  it('tell what they say of themselves, by number and by LID', async () => {
    await profile(bob.phoneNumber, { about: 'At work' });
    const details = { ...both(bob), name: null, about: 'At work', business: null, blocked: false };
    expect(await user.get(contact(`+${bob.phoneNumber}`))).toEqual(details);
    expect(await user.get(contact(bob.lid))).toEqual(details);
  });

  it('tell of their business', async () => {
    const shop = await sandbox.contact();
    const business = { description: 'Fresh bread', category: 'Bakery', email: 'hi@example.org' };
    await profile(shop.phoneNumber, { business: { ...business, website: 'https://example.org' } });
    expect(await user.get(contact(shop.jid))).toEqual({
      ...both(shop),
      ...{ name: null, about: null, blocked: false },
      business: { ...business, address: null, websites: ['https://example.org'] },
    });
  });

  it.each(['', '/picture'])('are not there when the number is not on WhatsApp: GET contacts/{id}%s', async (rest) => {
    const answer = await user.call('GET', contact(NOBODY, rest));
    expect([answer.status, answer.body['code']]).toEqual([404, 'CONTACT_NOT_FOUND']);
  });

  it('are no groups', async () => {
    const answer = await user.call('GET', contact('1234567890@g.us'));
    expect([answer.status, answer.body['code']]).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('have a picture, or none that we may see', async () => {
    const hidden = await user.call('GET', contact(bob.jid, '/picture'));
    expect([hidden.status, hidden.body['code']]).toEqual([404, 'PICTURE_NOT_FOUND']);
    await profile(bob.phoneNumber, { picture: Buffer.from('a picture').toString('base64') });
    const { url } = await user.get<{ url: string }>(contact(bob.jid, '/picture?size=preview'));
    const dispatcher = new Agent({ connect: { ca: readFileSync(sandbox.caFile) } });
    expect(await (await request(url, { dispatcher })).body.text()).toBe('a picture');
    await dispatcher.close();
  });

  it('are blocked and let go: what they write meanwhile does not come', async () => {
    const spam = await sandbox.contact();
    const say = (text: string) => sandbox.say(spam.phoneNumber, stage.shop.phoneNumber, text);
    const path = contact(spam.phoneNumber, '/block');
    expect(await user.post(path)).toMatchObject({ whatsappId: spam.jid, blocked: true });
    expect(await user.get('/sessions/shop/blocklist')).toEqual({ blocked: [both(spam)] });
    expect(await user.get(contact(spam.lid))).toMatchObject({ ...both(spam), blocked: true });
    await say('while blocked');
    expect((await user.call('DELETE', contact(spam.lid, '/block'))).body).toMatchObject({ blocked: false });
    expect(await user.get('/sessions/shop/blocklist')).toEqual({ blocked: [] });
    await say('afterwards');
    await stage.receiver.delivery({ type: 'message.received', text: 'afterwards' });
    expect(stage.receiver.matching({ text: 'while blocked' })).toEqual([]);
  });

  it('can not be asked for while the session is away', async () => {
    await user.post('/sessions', { sessionId: 'away' });
    const answer = await user.call('GET', '/sessions/away/blocklist');
    expect([answer.status, answer.body['code']]).toEqual([503, 'NO_WORKER']);
  });
});
