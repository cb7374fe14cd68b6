import type { BinaryNode } from '@whiskeysockets/baileys';
import { groupChange } from './group-changes.js';

const GROUP = '120363041234567890@g.us';
const BOB = '6281000002@s.whatsapp.net';
const EVE = '6281000003@s.whatsapp.net';

const node = (tag: string, attrs: Record<string, string> = {}, content?: BinaryNode['content']): BinaryNode => {
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
};
const person = (lid: string, phone: string) => node('participant', { jid: lid, phone_number: phone });
const told = (child: BinaryNode, attrs: Record<string, string> = {}, seen: string[] = []) => {
  const about = { id: 'N1', from: GROUP, type: 'w:gp2', t: '1700000000', participant: '222@lid', participant_pn: BOB };
  const memory = { read: (_type: string, id: string) => (seen.includes(id) ? true : null), olderThanNewest: () => [] };
  return groupChange(node('notification', { ...about, ...attrs }, [child]), memory, (jid) =>
    jid === '333@lid' ? EVE : jid,
  );
};

describe('what happens to a group', () => {
  it.each<[string, BinaryNode, object]>([
    ['its subject', node('subject', { subject: 'New' }), { subject: 'New' }],
    [
      'its description',
      node('description', { id: 'D' }, [node('body', {}, Buffer.from('What for'))]),
      { description: 'What for' },
    ],
    ['no description', node('description', { delete: 'true' }), { description: null }],
    ['who writes', node('announcement'), { announce: true }],
    ['who edits', node('unlocked'), { locked: false }],
    ['who adds', node('member_add_mode', {}, Buffer.from('admin_add')), { memberAddMode: 'admins' }],
    ['who joins', node('membership_approval_mode', {}, [node('group_join', { state: 'on' })]), { joinApproval: true }],
    ['disappearing', node('ephemeral', { expiration: '86400' }), { ephemeralSeconds: 86_400 }],
    ['staying', node('not_ephemeral'), { ephemeralSeconds: 0 }],
    ['its link', node('invite', { code: 'abc' }), { inviteCode: 'abc' }],
    ['its making', node('create', {}, [node('group', { subject: 'Team' })]), { joined: true, subject: 'Team' }],
    ['what nobody knows', node('growth_locked'), { rawKind: 'growth_locked' }],
  ])('may be about %s', (_what, child, changes) => {
    expect(told(child)?.fact).toEqual({
      kind: 'group.updated',
      payload: {
        ...{ groupId: GROUP, changeId: 'N1', by: BOB, byLid: '222@lid', pushName: null, timestamp: 1_700_000_000 },
        changes,
      },
    });
  });

  it.each<[string, string, [string, string], string]>([
    ['comes', 'add', ['333@lid', EVE], 'add'],
    ['is thrown out', 'remove', ['333@lid', EVE], 'remove'],
    ['leaves', 'remove', ['222@lid', BOB], 'leave'],
    ['may do more', 'promote', ['333@lid', EVE], 'promote'],
    ['wants in', 'created_membership_requests', ['222@lid', BOB], 'request'],
    ['does not want in any more', 'revoked_membership_requests', ['222@lid', BOB], 'withdraw'],
    ['is not let in', 'revoked_membership_requests', ['333@lid', EVE], 'reject'],
  ])('may be that somebody %s', (_what, tag, [lid, phone], action) => {
    expect(told(node(tag, {}, [person(lid, phone)]))?.fact).toMatchObject({
      kind: 'group.participants',
      payload: { action, by: BOB, participants: [{ id: phone, lid }] },
    });
  });

  it('names people by the number that was told before', () => {
    const { fact } = told(node('add', {}, [node('participant', { jid: '333@lid' })])) ?? {};
    expect(fact?.payload).toMatchObject({ participants: [{ id: EVE, lid: '333@lid' }] });
  });

  it('may be a new picture, or none', () => {
    const by = { type: 'picture', participant: '', participant_pn: '' };
    expect(told(node('set', { jid: GROUP, id: '77', author: '333@lid' }), by)?.fact).toMatchObject({
      payload: { by: EVE, changes: { pictureId: '77' } },
    });
    expect(told(node('delete', { jid: GROUP }), by)?.fact).toMatchObject({ payload: { changes: { pictureId: null } } });
  });

  it('is told once, however often WhatsApp says it', () => {
    const { remember } = told(node('locked')) ?? {};
    const [key] = Object.keys(remember?.['group-change'] ?? {});
    expect(told(node('locked'), {}, [key ?? ''])).toBeNull();
  });

  it('is nothing where it is about a person', () => {
    expect(told(node('set', { id: '77' }), { type: 'picture', from: BOB })).toBeNull();
  });
});
