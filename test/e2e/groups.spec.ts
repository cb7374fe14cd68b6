import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { groupAt, newGroup } from '../support/groups.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface GroupView {
  groupId: string;
  subject: string;
  participants: { id: string; role: string }[];
}

interface Results {
  results: { id: string; done: boolean; reason?: string; code?: number; invite?: { code: string } }[];
}

describe('groups of a session', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;
  let carol: Contact;

  beforeAll(async () => {
    stage = await openShop();
    ({ sandbox, user, shop, bob } = stage);
    carol = await sandbox.contact({ name: 'Carol' });
  });

  afterAll(() => stage?.close());

  const path = (groupId: string, rest = '') => `/sessions/shop/groups/${groupId}${rest}`;
  const own = () => `${shop.phoneNumber}@s.whatsapp.net`;
  const make = async (participants = [bob.jid]) =>
    (await user.post<GroupView>('/sessions/shop/groups', { subject: 'Order 4711', participants })).groupId;
  const rankOf = async (groupId: string, { phoneNumber }: { phoneNumber: string }) =>
    (await groupAt(sandbox, groupId)).participants.find((one) => one.phoneNumber === phoneNumber)?.rank;
  async function refused(method: string, at: string, body?: unknown): Promise<[number, string]> {
    const answer = await user.call<{ code: string }>(method, at, body);
    return [answer.status, answer.body.code];
  }

  it('are made with those who may be added, and tell who may not, and why', async () => {
    const shy = await sandbox.contact({ name: 'Shy', groupsByInvite: true });
    const participants = [bob.jid, `+${carol.phoneNumber}`, shy.jid, '15559990000'];
    const answer = await user.call('POST', '/sessions/shop/groups', { subject: 'Order 4711', participants });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ subject: 'Order 4711', owner: own(), role: 'superadmin', size: 3, announce: false, ephemeralSeconds: 0 },
      participants: [
        { id: own(), role: 'superadmin' },
        { id: bob.jid, lid: bob.lid, phoneNumber: `+${bob.phoneNumber}`, role: 'member' },
        { id: carol.jid, role: 'member' },
      ],
      notAdded: [
        { id: shy.jid, done: false, reason: 'INVITE_NEEDED', code: 403, invite: { code: expect.any(String) } },
        { id: '15559990000@s.whatsapp.net', done: false, reason: 'NOT_ON_WHATSAPP' },
      ],
    });
  });

  it('are listed page by page, and shown one by one', async () => {
    const [first, second] = [await make(), await newGroup(sandbox, bob, [shop])];
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await user.get<{ groups: GroupView[]; pagination: { nextCursor: string | null } }>(
        `/sessions/shop/groups?limit=1${query}`,
      );
      seen.push(...page.groups.map(({ groupId }) => groupId));
      cursor = page.pagination.nextCursor;
    }
    expect(seen).toEqual(expect.arrayContaining([first, second]));
    expect(new Set(seen).size).toBe(seen.length);
    expect(await user.get(path(second))).toMatchObject({
      ...{ groupId: second, subject: 'Friends', owner: bob.jid, role: 'member', size: 2 },
      participants: [{ id: bob.jid, role: 'superadmin' }, { id: own() }],
    });
    const strange = await newGroup(sandbox, bob, [carol]);
    expect(await refused('GET', path(strange))).toEqual([403, 'GROUP_FORBIDDEN']);
    expect(await refused('GET', path('120363999999999999@g.us'))).toEqual([404, 'GROUP_NOT_FOUND']);
    expect(await refused('GET', path('bob'))).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('are changed: subject, description and all settings', async () => {
    const groupId = await make();
    const wish = {
      ...{ subject: 'Order 4712', description: 'All about it', announce: true, locked: true, memberAddMode: 'admins' },
      ...{ joinApproval: true, ephemeralSeconds: 86_400 },
    };
    const changed = await user.call('PATCH', path(groupId), wish);
    expect([changed.status, changed.body]).toMatchObject([200, wish]);
    expect(await groupAt(sandbox, groupId)).toMatchObject({
      ...{ subject: 'Order 4712', description: 'All about it' },
      settings: {
        announcement: true,
        locked: true,
        membersMayAdd: false,
        joinApproval: true,
        ephemeralSeconds: 86_400,
      },
    });
    const back = { description: null, announce: false, memberAddMode: 'all', ephemeralSeconds: 0 };
    expect((await user.call('PATCH', path(groupId), back)).body).toMatchObject({ ...back, subject: 'Order 4712' });
    expect(await refused('PATCH', path(groupId), { ephemeralSeconds: 5 })).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('are not changed by who is no administrator', async () => {
    const groupId = await newGroup(sandbox, bob, [carol, shop]);
    const answer = await user.call<{ code: string; detail: string }>('PATCH', path(groupId), {
      ...{ subject: 'Mine', announce: true },
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'GROUP_FORBIDDEN']);
    expect(answer.body.detail).toContain('announce');
    expect(await groupAt(sandbox, groupId)).toMatchObject({ subject: 'Mine', settings: { announcement: false } });
    expect(await refused('POST', path(groupId, '/admins'), { participants: [own()] })).toEqual([
      403,
      'GROUP_FORBIDDEN',
    ]);
    expect(await refused('GET', path(groupId, '/invite'))).toEqual([403, 'GROUP_FORBIDDEN']);
  });

  it('get members and administrators, and lose them', async () => {
    const groupId = await make();
    const added = await user.post<Results>(path(groupId, '/participants'), { participants: [carol.jid, bob.jid] });
    expect(added.results).toMatchObject([
      { id: carol.jid, done: true },
      { id: bob.jid, done: false, reason: 'ALREADY_A_MEMBER', code: 409 },
    ]);
    await user.post(path(groupId, '/admins'), { participants: [carol.phoneNumber] });
    expect(await rankOf(groupId, carol)).toBe('admin');
    await user.call('DELETE', path(groupId, '/admins'), { participants: [carol.phoneNumber] });
    expect(await rankOf(groupId, carol)).toBe('member');
    const gone = await user.call<Results>('DELETE', path(groupId, '/participants'), { participants: [carol.jid] });
    expect([gone.status, gone.body.results]).toMatchObject([200, [{ id: carol.jid, done: true }]]);
    expect(await rankOf(groupId, carol)).toBeUndefined();
    expect((await user.get<GroupView>(path(groupId))).participants.map(({ id }) => id)).toEqual([own(), bob.jid]);
  });

  it('are joined by invite, and left', async () => {
    const groupId = await newGroup(sandbox, bob, [carol]);
    const { inviteCode } = await groupAt(sandbox, groupId);
    const link = `https://chat.whatsapp.com/${inviteCode}`;
    expect(await user.post('/sessions/shop/groups/join', { inviteCode: link })).toEqual({ groupId, status: 'JOINED' });
    const messageId = await user.send('shop', groupId, 'here I am');
    await user.messageStatus('shop', messageId, 'DELIVERED');
    expect(await refused('POST', '/sessions/shop/groups/join', { inviteCode })).toEqual([409, 'WHATSAPP_REFUSED']);
    expect(await user.post(path(groupId, '/leave'))).toEqual({ groupId, status: 'LEFT' });
    expect(await rankOf(groupId, shop)).toBeUndefined();
    expect(await refused('POST', '/sessions/shop/groups/join', { inviteCode: 'nonsense' })).toEqual([
      404,
      'INVITE_NOT_FOUND',
    ]);
  });

  it('are joined by an invitation that somebody has sent, while it is good', async () => {
    const groupId = await newGroup(sandbox, bob, [carol]);
    const by = bob.phoneNumber;
    const invite = async () => {
      const answer = await sandbox.call<{ inviteCode: string }>('POST', `/groups/${groupId}/invitations`, {
        ...{ by, to: shop.phoneNumber },
      });
      const told = { type: 'groupInvite', group: groupId, inviteCode: answer.inviteCode, groupName: 'Friends' };
      const said = { to: shop.phoneNumber, ...told };
      return (await sandbox.call<{ messageId: string }>('POST', `/contacts/${by}/messages`, said)).messageId;
    };
    const replaced = await invite();
    const messageId = await invite();
    await eventually('the invitations', async () => {
      const ids = (await user.get<{ messages: { messageId: string }[] }>('/sessions/shop/messages')).messages;
      return [replaced, messageId].every((id) => ids.some((one) => one.messageId === id));
    });
    const join = '/sessions/shop/groups/join';
    expect(await refused('POST', join, { messageId: replaced })).toEqual([404, 'INVITE_NOT_FOUND']);
    expect(await user.post(join, { messageId })).toEqual({ groupId, status: 'JOINED' });
    expect(await rankOf(groupId, shop)).toBe('member');
    expect(await refused('POST', join, { messageId })).toEqual([409, 'WHATSAPP_REFUSED']);
    expect(await refused('POST', join, { messageId: 'NONE' })).toEqual([404, 'MESSAGE_NOT_FOUND']);
    const own = await user.send('shop', bob.jid, 'no invitation');
    for (const wrong of [{ messageId: own }, { messageId, inviteCode: 'AbCdEfGh12345' }, {}]) {
      expect(await refused('POST', join, wrong)).toEqual([422, 'VALIDATION_FAILED']);
    }
  });

  it('have an invite link, which can be revoked', async () => {
    const groupId = await make();
    const { inviteCode } = await user.get<{ inviteCode: string }>(path(groupId, '/invite'));
    expect((await groupAt(sandbox, groupId)).inviteCode).toBe(inviteCode);
    const renewed = await user.call<{ inviteCode: string; inviteLink: string }>('DELETE', path(groupId, '/invite'));
    expect(renewed.status).toBe(200);
    expect(renewed.body.inviteCode).not.toBe(inviteCode);
    expect(renewed.body.inviteLink).toBe(`https://chat.whatsapp.com/${renewed.body.inviteCode}`);
  });

  it('let people in who ask, or do not', async () => {
    const groupId = await make();
    await user.call('PATCH', path(groupId), { joinApproval: true });
    const dave = await sandbox.contact({ name: 'Dave' });
    for (const one of [carol, dave]) await sandbox.call('POST', `/groups/${groupId}/join`, { by: one.phoneNumber });
    const { requests } = await user.get<{ requests: unknown[] }>(path(groupId, '/join-requests'));
    expect(requests).toMatchObject([
      { lid: carol.lid, method: 'invite_link', requestedAt: expect.any(String) },
      { lid: dave.lid },
    ]);
    const approved = await user.post<Results>(path(groupId, '/join-requests/approve'), { participants: [carol.jid] });
    expect(approved.results).toMatchObject([{ id: carol.jid, done: true }]);
    await user.post(path(groupId, '/join-requests/reject'), { participants: [dave.lid] });
    const { participants, requests: left } = await groupAt(sandbox, groupId);
    expect(participants.map(({ phoneNumber }) => phoneNumber)).toContain(carol.phoneNumber);
    expect(left).toEqual([]);
    const again = await user.post<Results>(path(groupId, '/join-requests/approve'), { participants: [dave.jid] });
    expect(again.results).toMatchObject([{ done: false, reason: 'NO_REQUEST' }]);
  });

  it('ask an administrator when the session wants in', async () => {
    const groupId = await newGroup(sandbox, bob, [carol]);
    await sandbox.call('PATCH', `/groups/${groupId}`, { by: bob.phoneNumber, joinApproval: true });
    const { inviteCode } = await groupAt(sandbox, groupId);
    expect(await user.post('/sessions/shop/groups/join', { inviteCode })).toEqual({ groupId, status: 'REQUESTED' });
    expect((await groupAt(sandbox, groupId)).requests).toEqual([shop.phoneNumber]);
  });

  it('have a picture, which is given and taken away', async () => {
    const groupId = await make();
    expect(await refused('GET', path(groupId, '/picture'))).toEqual([404, 'PICTURE_NOT_FOUND']);
    const raw = { width: 64, height: 64, channels: 3 } as const;
    const png = await sharp(randomBytes(64 * 64 * 3), { raw })
      .png()
      .toBuffer();
    const given = await user.call('PUT', path(groupId, '/picture'), { media: { base64: png.toString('base64') } });
    expect(given.status).toBe(204);
    const { url } = await user.get<{ url: string }>(path(groupId, '/picture'));
    expect(url).toMatch(/^https:.*\.jpg$/);
    expect((await user.call('DELETE', path(groupId, '/picture'))).status).toBe(204);
    expect(await refused('GET', path(groupId, '/picture'))).toEqual([404, 'PICTURE_NOT_FOUND']);
    expect(await refused('PUT', path(groupId, '/picture'), { media: {} })).toEqual([422, 'VALIDATION_FAILED']);
    const cutOff = { media: { base64: png.subarray(0, 44).toString('base64') } };
    expect(await refused('PUT', path(groupId, '/picture'), cutOff)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('can not be asked for while the session is not connected', async () => {
    await user.post('/sessions', { sessionId: 'away' });
    expect(await refused('GET', '/sessions/away/groups')).toEqual([503, 'NO_WORKER']);
    expect(await refused('GET', '/sessions/nobody/groups')).toEqual([404, 'SESSION_NOT_FOUND']);
  });
});
