/** What came of one request: the answer, or why there was none. */
export type Outcome = { status: number; retryAfterMs: number | null } | { error: string };

/** What happens to the event next. `gone` ends the webhook, not only the delivery. */
export type Verdict = { kind: 'delivered' } | { kind: 'retry'; delayMs: number } | { kind: 'dead' } | { kind: 'gone' };

export interface Situation {
  outcome: Outcome;
  /** Attempts made, this one included. */
  attemptCount: number;
  /** The wait before each attempt. */
  scheduleMs: number[];
  /** Whether the webhook took other events since this one first failed. */
  neighboursSucceed: boolean;
  /** From 0 up to 1; spreads the wait by 20 % to either side, so that an outage does not end in a stampede. */
  random: number;
}

const MAX_DELAY_MS = 24 * 60 * 60 * 1000;
/** Between the attempts of an outage that outlasts a schedule. */
const MIN_LATE_DELAY_MS = 1_000;
const JITTER = 0.2;
/** So often the receiver may refuse one event while it takes others. */
const POISON_TRIES = 5;
/** Refusals that time may heal: timeout, conflict, too early, too many. */
const PASSING_REFUSALS = new Set([408, 409, 425, 429]);

/**
 * One event must not hold up its lane for ever, and an outage must cost no event. So an event dies when the receiver refuses it
 * while it takes others, or when the schedule is used up and the fault is the event's; else it waits as long as it takes.
 */
export function afterAttempt(situation: Situation): Verdict {
  const { outcome, attemptCount, scheduleMs, neighboursSucceed, random } = situation;
  const status = 'status' in outcome ? outcome.status : null;
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const refused = status !== null && status >= 400 && status < 500 && !PASSING_REFUSALS.has(status);
  const scheduledMs = scheduleMs[attemptCount];
  if (refused && neighboursSucceed && attemptCount >= POISON_TRIES) return { kind: 'dead' };
  if (scheduledMs === undefined && (refused || neighboursSucceed)) return { kind: 'dead' };
  const waitMs = scheduledMs ?? Math.max(scheduleMs.at(-1) ?? 0, MIN_LATE_DELAY_MS);
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
