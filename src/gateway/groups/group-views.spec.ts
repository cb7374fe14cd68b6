import type { GroupSummary } from '../../contracts/index.js';
import { pageOf, resultView } from './group-views.js';

function summary(groupId: string): GroupSummary {
  const settings = { announce: false, locked: false, memberAddMode: 'all', joinApproval: false } as const;
  const times = { createdAt: null, ephemeralSeconds: 0 };
  return { groupId, subject: groupId, description: null, owner: null, size: 1, role: 'member', ...settings, ...times };
}

const all = ['3@g.us', '1@g.us', '2-15@g.us'].map(summary);
const ids = ({ groups }: ReturnType<typeof pageOf>) => groups.map(({ groupId }) => groupId);

describe('a list of groups', () => {
  it('has each group once, whatever the pages', () => {
    const first = pageOf(all, 2, undefined);
    expect(ids(first)).toEqual(['1@g.us', '2-15@g.us']);
    const second = pageOf(all, 2, first.pagination.nextCursor ?? '');
    expect(ids(second)).toEqual(['3@g.us']);
    expect(second.pagination.nextCursor).toBeNull();
  });

  it('refuses a cursor that is none of ours', () => {
    expect(() => pageOf(all, 2, 'nonsense')).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });
});

describe('what became of a person', () => {
  const about = { id: '628123456789@s.whatsapp.net', invite: null };

  it('is told with the reason in our words and WhatsApp’s code', () => {
    const invite = { code: 'abc', expiresAt: null };
    expect(resultView('add', { ...about, error: 403, invite })).toEqual({
      ...{ id: about.id, phoneNumber: '+628123456789', done: false, reason: 'INVITE_NEEDED', code: 403, invite },
    });
    expect(resultView('remove', { ...about, error: 404 })).toMatchObject({ reason: 'NOT_A_MEMBER' });
    expect(resultView('add', { ...about, error: 599 })).toMatchObject({ reason: 'REFUSED', code: 599 });
    expect(resultView('add', { ...about, error: null })).toMatchObject({ done: true });
  });
});
