import type { InboxFact, MessageStatus } from '../../contracts/index.js';
import { groupsOf } from './fact-groups.js';

const AT = '2026-01-15T10:30:00.000Z';

function step(messageId: string, status: MessageStatus): InboxFact {
  return { kind: 'message.status', payload: { messageId, status, at: AT, detail: null } };
}

const connected: InboxFact = {
  kind: 'session.status',
  payload: { status: 'CONNECTED', reason: null, message: 'Connected.', at: AT },
};

describe('facts of a batch', () => {
  it('are taken together where they are steps of different messages', () => {
    const facts = [step('A', 'SENT'), step('B', 'SENT'), connected, step('C', 'SENT')];
    expect(groupsOf(facts)).toEqual([[facts[0], facts[1]], [connected], [facts[3]]]);
  });

  it('keep the steps of one message apart and all of them in order', () => {
    const facts = [step('A', 'SENT'), step('B', 'SENT'), step('A', 'DELIVERED'), step('B', 'DELIVERED')];
    expect(groupsOf(facts)).toEqual([facts.slice(0, 2), facts.slice(2)]);
    expect(groupsOf(facts).flat()).toEqual(facts);
  });

  it('take the same step of a message together where members of a group made it', () => {
    const by = (who: string, status: MessageStatus): InboxFact => {
      const { payload } = step('A', status) as Extract<InboxFact, { kind: 'message.status' }>;
      return { kind: 'message.status', payload: { ...payload, by: who } };
    };
    const facts = [by('bob', 'DELIVERED'), by('eve', 'DELIVERED'), by('bob', 'READ'), by('eve', 'DELIVERED')];
    expect(groupsOf(facts)).toEqual([facts.slice(0, 2), [facts[2]], [facts[3]]]);
  });

  it('are none where there are none', () => {
    expect(groupsOf([])).toEqual([]);
  });
});
