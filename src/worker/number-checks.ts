import { NUMBERS_AT_ONCE, Problem } from '../contracts/index.js';
import { type Bucket, takeToken } from './pacing.js';
import type { AccountPort } from './whatsapp/port.js';

const CHECKS = 'number-checks';
/** One bulk at once, and half of one a minute over time: who tries out numbers by the thousand is banned. */
const LIMITS = { messagesPerMinute: NUMBERS_AT_ONCE / 2, burst: NUMBERS_AT_ONCE };
/** Callers are told the exact time; only messages are to be irregular. */
const EXACT = 0.5;

/**
 * Counts questions for numbers. It is part of what the account remembers, so it holds for all gateways and over restarts. Throws
 * RATE_LIMITED, with the time to wait, and then nothing was counted.
 */
export function admitNumberChecks(account: Pick<AccountPort, 'read' | 'write'>, count: number, nowMs: number): void {
  const { bucket, waitMs } = takeToken(account.read(CHECKS, 'bucket') as Bucket | null, LIMITS, nowMs, EXACT, count);
  if (waitMs > 0) {
    const detail = `This session may ask WhatsApp for ${LIMITS.messagesPerMinute} numbers a minute; more would get it banned.`;
    throw new Problem('RATE_LIMITED', detail, { reason: 'pacing', retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }
  account.write({ [CHECKS]: { bucket } });
}
