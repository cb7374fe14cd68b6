import type { Account } from '../support/account.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

describe('what people do in chats', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, user, bob } = stage);
  });

  afterAll(() => stage?.close());

  const subscribe = (to: string) => user.call('POST', '/sessions/shop/presence/subscribe', { to });
  const act = ({ phoneNumber }: Contact, state: string, to?: string) =>
    sandbox.call('POST', `/people/${phoneNumber}/presence`, { state, ...(to && { to }) });
  const told = async ({ jid }: Contact, presence: string) =>
    (await stage.receiver.delivery({ type: 'presence.updated', from: jid, presence })).body;

  it('is told of those who are watched', async () => {
    const { status, body } = await subscribe(bob.phoneNumber);
    expect([status, body]).toEqual([200, { sessionId: 'shop', to: bob.jid }]);
    const who = { chatId: bob.jid, phoneNumber: `+${bob.phoneNumber}`, lid: bob.lid };
    expect(await told(bob, 'available')).toMatchObject({ event: 'presence_updated', ...who, lastSeen: null });
    await act(bob, 'unavailable');
    expect(await told(bob, 'unavailable')).toMatchObject({ ...who, lastSeen: expect.any(Number) });
    await act(bob, 'recording', stage.shop.phoneNumber);
    expect(await told(bob, 'recording')).toMatchObject(who);
  });

  it('is told by the number of who is watched by LID and writes from it', async () => {
    const ada = await sandbox.contact({ addressing: 'lid' });
    await subscribe(ada.phoneNumber);
    await act(ada, 'composing', stage.shop.phoneNumber);
    expect(await told(ada, 'composing')).toMatchObject({ chatId: ada.jid, lid: ada.lid });
  });

  it('is not told of others', async () => {
    const stranger = await sandbox.contact();
    await act(stranger, 'composing', stage.shop.phoneNumber);
    await act(bob, 'composing', stage.shop.phoneNumber);
    await told(bob, 'composing');
    expect(stage.receiver.matching({ type: 'presence.updated', from: stranger.jid })).toEqual([]);
  });

  it.each([
    ['493012345678', 404, 'CONTACT_NOT_FOUND'],
    ['status@broadcast', 422, 'VALIDATION_FAILED'],
  ])('can not be watched where there is nobody: %s', async (to, status, code) => {
    const answer = await subscribe(to);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});
