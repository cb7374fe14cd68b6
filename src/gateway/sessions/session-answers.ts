import { DEFAULT_PACING, DEFAULT_SYNC_HISTORY, phoneOf } from '../../contracts/index.js';
import type { AccountView } from '../../mailbox/index.js';
import { qrDataUrl } from '../../platform/qr-picture.js';
import type {
  ConnectionDto,
  CreatedSessionDto,
  EndingSessionDto,
  SessionDetailsDto,
  SessionStatusDto,
  SessionSummaryDto,
  StartedSessionDto,
} from './session-answers.dto.js';
import type { SessionState } from './session-state.js';

/** A session as the answers need it. */
export interface SessionCard extends SessionState {
  id: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What is in force of the account of a session. */
type AccountCard = Pick<AccountView, 'ownerWorker' | 'pacing' | 'syncHistory' | 'proxy'>;

export function summaryOf({ id, name, status, whatsappId, createdAt }: SessionCard): SessionSummaryDto {
  const phoneNumber = phoneNumberOf(whatsappId);
  return {
    sessionId: id,
    name,
    status,
    ...(whatsappId !== null && { whatsappId }),
    ...(phoneNumber !== null && { phoneNumber }),
    createdAt,
  };
}

export function statusOf({ id, status, reason, whatsappId, ...session }: SessionCard): SessionStatusDto {
  return {
    sessionId: id,
    status,
    whatsappId,
    phoneNumber: phoneNumberOf(whatsappId),
    connectionMessage: session.connectionMessage,
    lastActivity: session.lastActivityAt,
    ...(reason !== null && { reason }),
  };
}

/** `account`: null when there is none any more. */
export function detailsOf(session: SessionCard, account: AccountCard | null): SessionDetailsDto {
  const { name, reason, lid, restrictedUntil, createdAt, updatedAt } = session;
  const { ownerWorker: workerId = null, syncHistory = DEFAULT_SYNC_HISTORY, proxy = null } = account ?? {};
  const pacing = { ...DEFAULT_PACING, ...account?.pacing };
  const worker = workerId === null ? null : { workerId };
  const inForce = { worker, restrictedUntil, pacing, syncHistory, proxy };
  return { ...statusOf(session), name, reason, lid, ...inForce, createdAt, updatedAt };
}

export function startedOf(sessionId: string, created: CreatedSessionDto | null): StartedSessionDto {
  const { apiKey, webhookSecret } = created ?? {};
  return {
    status: 'pending',
    message: 'The session is connecting. Fetch its QR code and scan it, if it is not paired yet.',
    sessionId,
    ...(apiKey !== undefined && { apiKey }),
    ...(webhookSecret !== undefined && { webhookSecret }),
  };
}

/** What a wait for a connection has reached: CONNECTED, a code to scan, or neither yet. */
export async function connectionOf(session: SessionCard, now: Date): Promise<ConnectionDto> {
  const { id: sessionId, status } = session;
  const shown = scannable(session, now);
  return { sessionId, status, ...(shown && { qr: shown.qr, qrCode: await qrDataUrl(shown.qr) }) };
}

/** The code to scan; null when there is none or its time is over. */
export function scannable(session: SessionState, now: Date): { qr: string; expiresAt: Date } | null {
  const { qr, qrExpiresAt: expiresAt } = session;
  if (qr === null || expiresAt === null || expiresAt <= now) return null;
  return { qr, expiresAt };
}

export function endingOf(sessionId: string, what: 'logout' | 'disconnect' | 'restart'): EndingSessionDto {
  return { sessionId, status: 'DISCONNECTING', message: `Session ${what} initiated.` };
}

function phoneNumberOf(whatsappId: string | null): string | null {
  return whatsappId === null ? null : phoneOf(whatsappId);
}
