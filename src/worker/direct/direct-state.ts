import type { SessionStatus } from '../../contracts/index.js';
import type { DirectAccount, SessionNews } from '../../mailbox/index.js';

/** The four words of this surface; what else there is to say stands in the reason. */
export const DIRECT_STATUSES = ['disconnected', 'connecting', 'qr_required', 'connected'] as const;
export type DirectStatus = (typeof DIRECT_STATUSES)[number];

export interface DirectState {
  status: DirectStatus;
  reason: string | null;
  message: string;
  qr: { text: string; expiresAt: string } | null;
}

const SCAN = 'Scan the QR code with WhatsApp on the phone: Linked devices, Link a device.';

/** What a session is, of what is wanted of it, who holds it, and what was reported of it last. */
export function stateOf({ desired, holder }: DirectAccount, news: SessionNews, now: Date): DirectState {
  const last = news.status ?? { status: 'DISCONNECTED', reason: null, message: 'The session was never connected.' };
  const said = (status: DirectStatus) => ({ status, reason: last.reason, message: last.message, qr: null });
  if (desired !== 'on') return isEnd(last.status) ? said('disconnected') : plain('disconnected', 'Leaving WhatsApp.');
  if (holder === null) return plain('connecting', 'Waiting for a worker to take the session.');
  if (news.newest === 'session.qr' && news.qr !== null && new Date(news.qr.expiresAt) > now) {
    return { ...plain('qr_required', SCAN), qr: { text: news.qr.qr, expiresAt: news.qr.expiresAt } };
  }
  if (last.status === 'CONNECTED') return said('connected');
  // An end that was reported before the session was wanted again is no news.
  return isEnd(last.status) ? plain('connecting', 'Connecting to WhatsApp.') : said('connecting');
}

/** True when waiting longer for a connection brings nothing: it is there, a phone must scan, or it was given up. */
export function isSettled({ status }: DirectState): boolean {
  return status !== 'connecting';
}

function plain(status: DirectStatus, message: string): DirectState {
  return { status, reason: null, message, qr: null };
}

function isEnd(status: SessionStatus): boolean {
  return status === 'DISCONNECTED' || status === 'LOGGED_OUT' || status === 'BLOCKED';
}
