import { bestWithRoom, type Candidate } from './choose-worker.js';

/** A worker keeps what it has until it is this much above its fair share: a move costs the session a reconnect. */
const TOLERANCE = 1.25;

/**
 * Which worker should give one session to which other; null while the load is even enough. The gap must be two sessions at
 * least, or the next look would move the same one back.
 */
export function unevenPair(live: Candidate[]): { from: string; to: string } | null {
  const ready = live.filter(({ state }) => state === 'ready');
  const fairShare = ready.reduce((sum, { sessions }) => sum + sessions, 0) / ready.length;
  const [fullest] = ready.toSorted((a, b) => b.sessions - a.sessions || (a.workerId < b.workerId ? -1 : 1));
  const to = bestWithRoom(ready);
  const target = ready.find(({ workerId }) => workerId === to);
  if (!fullest || !target || fullest.sessions <= fairShare * TOLERANCE) return null;
  return fullest.sessions - target.sessions >= 2 ? { from: fullest.workerId, to: target.workerId } : null;
}
