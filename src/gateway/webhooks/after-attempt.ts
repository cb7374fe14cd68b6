/** What came of one request: the answer, or why there was none. */
export type Outcome = { status: number; retryAfterMs: number | null } | { error: string };

/** What happens to the delivery next. `gone` ends the webhook, not only the delivery. */
export type Verdict =
  { kind: 'delivered' } | { kind: 'retry'; delayMs: number } | { kind: 'failed' } | { kind: 'gone' };

const MAX_DELAY_MS = 24 * 60 * 60 * 1000;
const JITTER = 0.2;

/**
 * @param attemptCount attempts made, this one included
 * @param scheduleMs the wait before each attempt; its length is the number of attempts
 * @param random from 0 up to 1; spreads the wait by 20 % to either side, so that an outage does not end in a stampede
 */
export function afterAttempt(attemptCount: number, outcome: Outcome, scheduleMs: number[], random: number): Verdict {
  if ('status' in outcome) {
    if (outcome.status >= 200 && outcome.status < 300) return { kind: 'delivered' };
    if (outcome.status === 410) return { kind: 'gone' };
  }
  const waitMs = scheduleMs[attemptCount];
  if (waitMs === undefined) return { kind: 'failed' };
  const spreadMs = Math.round(waitMs * (1 + JITTER * (2 * random - 1)));
  const askedMs = 'status' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
  return { kind: 'retry', delayMs: Math.min(Math.max(spreadMs, askedMs), MAX_DELAY_MS) };
}

/** Reads a `Retry-After` header, seconds or a date, as ms from `now`; null when it is absent, past or unreadable. */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return ms > 0 ? ms : null;
}
