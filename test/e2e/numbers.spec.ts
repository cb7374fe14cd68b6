import { randomInt } from 'node:crypto';
import type { Account } from '../support/account.js';
import type { Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

describe('numbers', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, user } = stage);
  });

  afterAll(() => stage?.close());

  /** Nobody has it: the sandbox gives its own numbers another beginning. */
  const freeNumber = () => `4930${randomInt(1_000_000, 10_000_000)}`;
  const send = (to: string) => user.call('POST', '/sessions/shop/messages', { to, type: 'text', text: 'hello' });

  it('are on WhatsApp or not, which is remembered for a while', async () => {
    const { phoneNumber, jid, lid } = await sandbox.contact();
    const there = { phone: `+${phoneNumber}`, exists: true, whatsappId: jid, lid };
    expect(await user.get(`/sessions/shop/numbers/+${phoneNumber}`)).toEqual(there);
    const nobody = freeNumber();
    expect(await user.get(`/sessions/shop/numbers/${nobody}`)).toEqual({ phone: `+${nobody}`, exists: false });
    await sandbox.call('DELETE', `/contacts/${phoneNumber}`);
    expect(await user.get(`/sessions/shop/numbers/${phoneNumber}`)).toEqual(there);
  });

  it('must be numbers', async () => {
    const answer = await user.call('GET', '/sessions/shop/numbers/0812');
    expect([answer.status, answer.body['errors']]).toEqual([
      422,
      [{ pointer: 'phone', detail: 'must be a phone number in international form' }],
    ]);
  });

  it('that are known not to be on WhatsApp are not written to', async () => {
    const nobody = freeNumber();
    await user.get(`/sessions/shop/numbers/${nobody}`);
    const answer = await send(nobody);
    expect([answer.status, answer.body['code']]).toEqual([422, 'recipient.not_on_whatsapp']);
    expect(answer.body['errors']).toEqual([{ pointer: '/to', detail: 'is not on WhatsApp' }]);
  });

  it('that nobody asked for are asked for before a message is accepted', async () => {
    const nobody = freeNumber();
    expect((await send(nobody)).body['code']).toBe('recipient.not_on_whatsapp');
    expect((await send((await sandbox.contact()).phoneNumber)).status).toBe(202);
  });

  it('that turn out not to be there fail a message that was accepted meanwhile, and refuse the next one', async () => {
    const nobody = freeNumber();
    await user.call('POST', '/sessions/shop/stop', { logout: false });
    const accepted = await send(nobody);
    expect(accepted.status).toBe(202);
    await user.call('POST', '/sessions/shop/connect', {});
    const failed = await user.messageStatus('shop', String(accepted.body['messageId']), 'FAILED');
    expect(failed.failure).toBe('recipient.not_on_whatsapp');
    expect(await sandbox.messages({ to: nobody })).toEqual([]);
    expect((await send(nobody)).body['code']).toBe('recipient.not_on_whatsapp');
    await user.messageStatus('shop', await user.send('shop', stage.bob.jid, 'still here'), 'DELIVERED');
  });

  it('are asked for in bulk, in order, and only so many in a minute', async () => {
    const session = await user.pair(sandbox, { sessionId: 'curious' });
    const { phoneNumber } = await sandbox.contact();
    const first = [phoneNumber, ...Array.from({ length: 48 }, freeNumber)];
    const path = `/sessions/${session.sessionId}/numbers`;
    const { numbers } = await user.post<{ numbers: { phone: string; exists: boolean }[] }>(path, { phones: first });
    expect(numbers.map(({ phone }) => phone)).toEqual(first.map((phone) => `+${phone}`));
    expect(numbers.filter(({ exists }) => exists)).toHaveLength(1);
    const answer = await user.call('POST', path, { phones: [freeNumber(), freeNumber(), freeNumber()] });
    expect([answer.status, answer.body['reason']]).toEqual([429, 'pacing']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await user.call('POST', path, { phones: first })).status).toBe(200);
    const tooMany = await user.call('POST', path, { phones: Array.from({ length: 51 }, freeNumber) });
    expect([tooMany.status, tooMany.body['code']]).toEqual([422, 'VALIDATION_FAILED']);
  });
});
