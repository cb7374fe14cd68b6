import type { Account } from '../support/account.js';
import type { Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

describe('calls', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, user } = stage);
  });

  afterAll(() => stage?.close());

  async function ring(video = false): Promise<string> {
    const path = `/people/${stage.bob.phoneNumber}/calls`;
    const { id } = await sandbox.call<{ id: string }>('POST', path, { to: stage.shop.phoneNumber, video });
    return id;
  }

  const told = async (callId: string, state: string) =>
    (await stage.receiver.delivery({ type: 'call.received', callId, state })).body;
  const stateAt = async (callId: string) => {
    const { calls } = await sandbox.call<{ calls: { id: string; state: string }[] }>('GET', '/calls');
    return calls.find(({ id }) => id === callId)?.state;
  };

  it('are told while they ring, and rejected so that the caller sees it', async () => {
    const callId = await ring(true);
    const { bob } = stage;
    expect(await told(callId, 'offer')).toMatchObject({
      event: 'call_received',
      from: bob.jid,
      phoneNumber: `+${bob.phoneNumber}`,
      chatId: bob.jid,
      isVideo: true,
      isGroup: false,
    });
    expect(await user.post(`/sessions/shop/calls/${callId}/reject`)).toMatchObject({ callId, status: 'REJECTED' });
    expect(await stateAt(callId)).toBe('rejected');
    expect(await told(callId, 'reject')).toMatchObject({ from: bob.jid });
  });

  it.each<[string, string, object]>([
    ['nobody answers', 'timeout', { reason: 'timeout' }],
    ['the caller hangs up', 'terminate', {}],
  ])('are over when %s', async (_what, state, body) => {
    const callId = await ring();
    await told(callId, 'offer');
    await sandbox.call('POST', `/calls/${callId}/end`, body);
    expect(await told(callId, state)).toMatchObject({ isVideo: false });
  });

  it('are taken on the phone, until somebody hangs up', async () => {
    const callId = await ring();
    await sandbox.call('POST', `/calls/${callId}/answer`, { accept: true });
    await told(callId, 'accept');
    await sandbox.call('POST', `/calls/${callId}/end`, {});
    await told(callId, 'terminate');
    expect(stage.receiver.matching({ callId }).map(({ body }) => body['state'])).toEqual([
      'offer',
      'accept',
      'terminate',
    ]);
  });
});
