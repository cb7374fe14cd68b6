/** What placement looks at. */
export interface Candidate {
  workerId: string;
  state: 'ready' | 'draining';
  sessions: number;
  maxSessions: number;
  /** Percent. */
  cpuUsage: number;
  memoryUsage: number;
}

/**
 * The worker that has it now, while that is ready; else the best of those with room. Null when there is none.
 */
export function chooseWorker(live: Candidate[], current: string | null = null): string | null {
  if (live.some(({ workerId, state }) => state === 'ready' && workerId === current)) return current;
  return bestWithRoom(live);
}

/**
 * Of the ready workers with room the one with the fewest sessions, then with the least load of its processor, then of its
 * memory, then the first by name. Null when there is none.
 */
export function bestWithRoom(live: Candidate[]): string | null {
  const open = live.filter(({ state, sessions, maxSessions }) => state === 'ready' && sessions < maxSessions);
  const [best] = open.sort(
    (a, b) =>
      a.sessions - b.sessions ||
      a.cpuUsage - b.cpuUsage ||
      a.memoryUsage - b.memoryUsage ||
      (a.workerId < b.workerId ? -1 : 1),
  );
  return best?.workerId ?? null;
}
