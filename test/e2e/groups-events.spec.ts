import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { newGroup } from '../support/groups.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

type Told = Record<string, unknown> & { changes: Record<string, unknown>; action: string };

describe('what happens to groups', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;
  let carol: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, shop, bob } = stage);
    carol = await sandbox.contact({ name: 'Carol' });
  });

  afterAll(() => stage?.close());

  const own = () => `${shop.phoneNumber}@s.whatsapp.net`;
  /** Each event once: a delivery whose outcome was lost with the gateway is repeated, under the same id. */
  const about = (groupId: string) => {
    const told = receiver.matching({ groupId }).map(({ body }) => [body['id'], body as Told] as const);
    return [...new Map(told).values()];
  };
  const changes = (groupId: string) =>
    about(groupId).flatMap((one) => (one.type === 'group.updated' ? one.changes : []));
  const acts = (groupId: string) =>
    about(groupId).flatMap((one) => (one.type === 'group.participants' ? one.action : []));
  const change = (groupId: string, body: Record<string, unknown>) =>
    sandbox.call('PATCH', `/groups/${groupId}`, { by: bob.phoneNumber, ...body });
  const members = (groupId: string, action: string, who: { phoneNumber: string }) =>
    sandbox.call('POST', `/groups/${groupId}/participants`, {
      ...{ by: bob.phoneNumber, action, participants: [who.phoneNumber] },
    });

  it('is told with who did it: that the session is in a new group, and every change', async () => {
    const groupId = await newGroup(sandbox, bob, [shop]);
    const wanted = [
      { joined: true, subject: 'Friends' },
      { subject: 'Best friends' },
      { description: 'For us' },
      { announce: true },
      { locked: true },
      { memberAddMode: 'admins' },
      { joinApproval: true },
      { ephemeralSeconds: 86_400 },
      { inviteCode: expect.any(String) },
    ];
    await change(groupId, { subject: 'Best friends', description: 'For us', announcement: true, locked: true });
    await change(groupId, { membersMayAdd: false, joinApproval: true, ephemeralSeconds: 86_400, renewInvite: true });
    await eventually('all of it', () => changes(groupId).length >= wanted.length);
    expect(changes(groupId)).toEqual(wanted);
    expect(about(groupId)[1]).toMatchObject({
      ...{ event: 'group_updated', chatId: groupId, from: bob.jid, lid: bob.lid, phoneNumber: `+${bob.phoneNumber}` },
      ...{ pushName: 'Bob', timestamp: expect.any(Number) },
    });
  });

  it('is told of people who come, rise, fall, leave and are removed, and of who wants in', async () => {
    const groupId = await newGroup(sandbox, bob, [shop]);
    const dave = await sandbox.contact({ name: 'Dave' });
    await members(groupId, 'add', carol);
    await members(groupId, 'promote', carol);
    await members(groupId, 'demote', carol);
    await sandbox.call('POST', `/groups/${groupId}/leave`, { by: carol.phoneNumber });
    await members(groupId, 'add', carol);
    await members(groupId, 'remove', carol);
    await members(groupId, 'promote', shop);
    await change(groupId, { joinApproval: true });
    await sandbox.call('POST', `/groups/${groupId}/join`, { by: dave.phoneNumber });
    const wanted = ['add', 'promote', 'demote', 'leave', 'add', 'remove', 'promote', 'request'];
    await eventually('all of it', () => acts(groupId).length >= wanted.length);
    expect(acts(groupId)).toEqual(wanted);
    const [added] = receiver.matching({ groupId, action: 'add' });
    expect(added?.body).toMatchObject({
      ...{ from: bob.jid, chatId: groupId },
      participants: [{ id: carol.jid, lid: carol.lid, phoneNumber: `+${carol.phoneNumber}` }],
    });
    expect(receiver.matching({ groupId, action: 'leave' })[0]?.body).toMatchObject({ from: carol.jid });
  });

  it('is told of what the session does itself', async () => {
    const body = { subject: 'Ours', participants: [bob.jid] };
    const { groupId } = await user.post<{ groupId: string }>('/sessions/shop/groups', body);
    const path = `/sessions/shop/groups/${groupId}`;
    await user.call('PATCH', path, { subject: 'All ours' });
    await user.post(`${path}/participants`, { participants: [carol.jid] });
    const raw = { width: 8, height: 8, channels: 3 } as const;
    const picture = await sharp(randomBytes(192), { raw }).png().toBuffer();
    await user.call('PUT', `${path}/picture`, { media: { base64: picture.toString('base64') } });
    await user.call('DELETE', `${path}/picture`);
    await eventually('the picture', () => changes(groupId).length >= 4);
    expect(changes(groupId)).toEqual([
      { joined: true, subject: 'Ours' },
      { subject: 'All ours' },
      { pictureId: expect.any(String) },
      { pictureId: null },
    ]);
    expect(receiver.matching({ groupId, action: 'add' })[0]?.body).toMatchObject({ from: own() });
  });

  it('is told once, also when it happened while the gateway was down', async () => {
    const groupId = await newGroup(sandbox, bob, [carol, shop]);
    await eventually('the group', () => changes(groupId).length === 1);
    await stage.gateway.kill();
    await change(groupId, { subject: 'Renamed meanwhile' });
    await members(groupId, 'promote', carol);
    await stage.gateway.up();
    await eventually('both', () => changes(groupId).length >= 2 && acts(groupId).length >= 1);
    const messageId = await sandbox.say(bob.phoneNumber, groupId, 'after it');
    await receiver.delivery({ type: 'message.received', messageId });
    expect(changes(groupId)).toEqual([{ joined: true, subject: 'Friends' }, { subject: 'Renamed meanwhile' }]);
    expect(acts(groupId)).toEqual(['promote']);
  });
});
