import type { SessionStatusFact } from '../../contracts/index.js';

/** The statuses that a gateway reports by itself, before or instead of a worker. */

export function connecting(served: boolean, now: Date): SessionStatusFact {
  return served
    ? { status: 'CONNECTING', reason: null, message: 'Connecting to WhatsApp.', at: now.toISOString() }
    : { status: 'CONNECTING', reason: 'NO_WORKER', message: 'Waiting for a worker with room.', at: now.toISOString() };
}

export function disconnecting(now: Date): SessionStatusFact {
  return { status: 'DISCONNECTING', reason: null, message: 'Leaving WhatsApp.', at: now.toISOString() };
}

/** For a worker that died before it could say so. */
export function disconnected(now: Date): SessionStatusFact {
  return { status: 'DISCONNECTED', reason: 'STOPPED', message: 'The session was stopped.', at: now.toISOString() };
}
