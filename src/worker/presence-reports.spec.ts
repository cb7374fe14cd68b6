import { jest } from '@jest/globals';
import type { InboxFact, PresenceUpdatedFact, SeenPresence } from '../contracts/index.js';
import type { Claim } from '../mailbox/index.js';
import { PresenceReports } from './presence-reports.js';

const by = (from: string, presence: SeenPresence): PresenceUpdatedFact => ({
  ...{ chat: from, from, fromLid: null, presence, lastSeen: null, timestamp: 0 },
});

function reports(hint: (facts: InboxFact[]) => void) {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const inbox = { hint: async (_claim: Claim, facts: InboxFact[]) => hint(facts) };
  return new PresenceReports({ claim: { sessionId: 'shop' } as Claim, inbox, told: () => undefined, log });
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('tells the last of what somebody does, and everybody apart', async () => {
  const told: InboxFact[] = [];
  const presences = reports((facts) => told.push(...facts));
  presences.note(by('bob', 'available'));
  presences.note(by('ada', 'available'));
  presences.note(by('bob', 'composing'));
  await jest.advanceTimersByTimeAsync(300);
  expect(told.map(({ payload }) => payload)).toEqual([by('bob', 'composing'), by('ada', 'available')]);
});

it('goes on after a database that was away, without what was lost', async () => {
  const told: InboxFact[][] = [];
  let isAway = true;
  const presences = reports((facts) => {
    if (isAway) throw new Error('away');
    told.push(facts);
  });
  presences.note(by('bob', 'composing'));
  await jest.advanceTimersByTimeAsync(300);
  isAway = false;
  presences.note(by('bob', 'available'));
  await jest.advanceTimersByTimeAsync(300);
  expect(told).toEqual([[{ kind: 'presence.updated', payload: by('bob', 'available') }]]);
});
