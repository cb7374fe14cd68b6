import type { SessionStatus } from '../contracts/index.js';
import type { ConnectionEnd } from './whatsapp/port.js';

/** What came before the end that is to be judged. */
export interface ConnectionHistory {
  /** Ends in a row without a connection that stayed open for {@link STABLE_AFTER_MS}. */
  failuresInRow: number;
  /** How often another connection with the same credentials replaced ours within the last minute. */
  conflictsLastMinute: number;
}

export type Verdict =
  | { kind: 'reconnect'; delayMs: number; reason: string | null; message: string }
  | { kind: 'stop'; status: SessionStatus; reason: string; message: string; erase: boolean };

export const STABLE_AFTER_MS = 60_000;

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 300_000;
const CLIENT_OUTDATED_MS = 15 * 60_000;
const RATE_LIMITED_MS = 16 * 60_000;
const MAX_CONFLICTS = 3;

/**
 * What to do when a connection has ended: the table of WhatsApp's and Baileys' codes. `random` is in [0, 1).
 * Never erases keys unless WhatsApp said that the device is unlinked: 500 in particular also stands for anything unknown.
 */
export function afterEnd(end: ConnectionEnd, history: ConnectionHistory, random: number): Verdict {
  if (end.proxy) return reconnect(backoffMs(history.failuresInRow, random), end.proxy, end.detail);
  switch (end.code) {
    case 515:
      return { kind: 'reconnect', delayMs: 0, reason: null, message: 'WhatsApp asked to connect again.' };
    case 401:
      return end.paired
        ? stop('LOGGED_OUT', 'LOGGED_OUT', 'The device was unlinked from the phone.', true)
        : stop('DISCONNECTED', 'PAIRING_REFUSED', 'WhatsApp refused the pairing.', true);
    case 402:
      return stop('BLOCKED', 'TEMPORARILY_BANNED', 'WhatsApp has banned the account for a time.');
    case 403:
      return stop('BLOCKED', 'FORBIDDEN', 'WhatsApp has locked or banned the account.');
    case 406:
      return stop('BLOCKED', 'BANNED', 'WhatsApp has banned the account.');
    case 405:
      return reconnect(jitter(CLIENT_OUTDATED_MS, random), 'CLIENT_OUTDATED', 'WhatsApp wants a newer client version.');
    case 429:
      return reconnect(jitter(RATE_LIMITED_MS, random), 'RATE_LIMITED', 'WhatsApp asks to connect less often.');
    case 409:
    case 411:
    case 413:
    case 414:
    case 415:
    case 418:
      return stop('DISCONNECTED', 'PROTOCOL_REFUSED', `WhatsApp refused the connection (${end.code}).`);
    case 440:
      return history.conflictsLastMinute >= MAX_CONFLICTS
        ? stop('DISCONNECTED', 'CONFLICT', 'Another program uses the same credentials. Stop it, then connect again.')
        : reconnect(5_000 + random * 10_000, 'REPLACED', 'Another connection with the same credentials replaced ours.');
    case 408:
      if (!end.paired && end.detail.startsWith('QR')) {
        return stop('DISCONNECTED', 'QR_EXPIRED', 'Nobody scanned the QR codes in time. Connect again for new ones.');
      }
      return lost(end, history, random);
    default:
      return lost(end, history, random);
  }
}

/** Full jitter: anywhere between nothing and the exponential bound, so that many sessions do not come back in step. */
export function backoffMs(failuresInRow: number, random: number): number {
  const bound = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failuresInRow, 20));
  return Math.round(random * bound);
}

function lost(end: ConnectionEnd, { failuresInRow }: ConnectionHistory, random: number): Verdict {
  const degraded = end.code >= 500 && failuresInRow >= 10;
  const reason = degraded ? 'DEGRADED' : end.code === 408 ? 'WHATSAPP_UNREACHABLE' : 'CONNECTION_LOST';
  return reconnect(backoffMs(failuresInRow, random), reason, `The connection ended (${end.code}, ${end.detail}).`);
}

function reconnect(delayMs: number, reason: string, what: string): Verdict {
  const delay = Math.round(delayMs);
  return {
    kind: 'reconnect',
    delayMs: delay,
    reason,
    message: `${what} Next attempt in ${Math.ceil(delay / 1000)} s.`,
  };
}

function stop(status: SessionStatus, reason: string, message: string, erase = false): Verdict {
  return { kind: 'stop', status, reason, message, erase };
}

function jitter(ms: number, random: number): number {
  return ms * (0.8 + random * 0.4);
}
