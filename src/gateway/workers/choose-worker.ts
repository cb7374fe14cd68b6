/** What placement looks at. */
export interface Candidate {
  workerId: string;
  state: 'ready' | 'draining';
  sessions: number;
  maxSessions: number;
}

/**
 * The worker that has it now, while that is ready; else the ready worker with room that has the fewest sessions, and of equals
 * the first by name. Null when there is none.
 */
export function chooseWorker(live: Candidate[], current: string | null = null): string | null {
  const ready = live.filter(({ state }) => state === 'ready');
  if (ready.some(({ workerId }) => workerId === current)) return current;
  const open = ready.filter(({ sessions, maxSessions }) => sessions < maxSessions);
  const [best] = open.sort((a, b) => a.sessions - b.sessions || (a.workerId < b.workerId ? -1 : 1));
  return best?.workerId ?? null;
}
