import type { InboxFact, SessionStatus } from '../../contracts/index.js';
import type { SessionStep } from './session-history.repository.js';

export type SessionFact = Extract<InboxFact, { kind: `session.${string}` }>;

/** What the facts of a worker change in a session. */
export interface SessionState {
  status: SessionStatus;
  reason: string | null;
  connectionMessage: string;
  whatsappId: string | null;
  lid: string | null;
  qr: string | null;
  qrExpiresAt: Date | null;
  /** Until when WhatsApp lets the account write to known chats only. */
  restrictedUntil: Date | null;
  lastActivityAt: Date | null;
}

const SCAN = 'Scan the QR code with WhatsApp on the phone: Linked devices, Link a device.';

/** What `fact` changes in a session. Facts come in order; a repeated one changes nothing but the last activity. */
export function changesBy(fact: SessionFact, state: SessionState): Partial<SessionState> {
  const lastActivityAt = later(state.lastActivityAt, new Date(fact.payload.at));
  switch (fact.kind) {
    case 'session.status': {
      const { status, reason, message, restrictedUntil: until } = fact.payload;
      // Offline and logged out is still logged out; the way back leads over CONNECTING.
      if (status === 'DISCONNECTED' && state.status === 'LOGGED_OUT') return { lastActivityAt };
      const restrictedUntil = until ? new Date(until) : null;
      const changes = { status, reason, connectionMessage: message, restrictedUntil, lastActivityAt };
      return { ...changes, ...(status !== 'SCANNING_QR' && NO_QR), ...(status === 'LOGGED_OUT' && NOBODY) };
    }
    case 'session.qr': {
      const shown = { qr: fact.payload.qr, qrExpiresAt: new Date(fact.payload.expiresAt), lastActivityAt };
      if (state.status === 'SCANNING_QR') return shown;
      return { ...shown, status: 'SCANNING_QR', reason: null, connectionMessage: SCAN };
    }
    case 'session.paired': {
      const { whatsappId, lid } = fact.payload;
      return { ...NO_QR, whatsappId, lid, lastActivityAt };
    }
  }
}

/** What is worth a line in the history of the session: a status, a reason for it, or an end that is like the one before. */
export function stepBetween(
  before: SessionState,
  after: SessionState,
  { kind, payload }: SessionFact,
): SessionStep | null {
  const code = kind === 'session.status' ? (payload.code ?? null) : null;
  const { status, reason, connectionMessage: message } = after;
  if (before.status === status && before.reason === reason && code === null) return null;
  return { at: new Date(payload.at), status, reason, code, message };
}

const NO_QR = { qr: null, qrExpiresAt: null };
const NOBODY = { whatsappId: null, lid: null };

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
