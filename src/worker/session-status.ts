import type { InboxFact, SessionStatus } from '../contracts/index.js';

type StatusFact = Extract<InboxFact, { kind: 'session.status' }>;

/** `code`: of WhatsApp or Baileys, where a connection has ended. */
export function statusFact(status: SessionStatus, reason: string | null, message: string, code?: number): StatusFact {
  const at = new Date().toISOString();
  return { kind: 'session.status', payload: { status, reason, message, at, ...(code !== undefined && { code }) } };
}

export function loggedOut(): StatusFact {
  return statusFact('LOGGED_OUT', 'LOGGED_OUT', 'The session was logged out.');
}

/** `restrictedUntil`: until when WhatsApp lets the account write to known chats only; null when it is free. */
export function connected(restrictedUntil: Date | null): StatusFact {
  if (!restrictedUntil) return statusFact('CONNECTED', null, 'Connected.');
  const until = restrictedUntil.toISOString();
  const message = `Connected. Until ${until} WhatsApp lets this account write to known chats only.`;
  const fact = statusFact('CONNECTED', 'REACHOUT_TIMELOCK', message);
  return { ...fact, payload: { ...fact.payload, restrictedUntil: until } };
}
