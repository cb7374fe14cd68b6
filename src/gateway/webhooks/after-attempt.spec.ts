import { afterAttempt, parseRetryAfter } from './after-attempt.js';

const SCHEDULE = [0, 5_000, 300_000];
const MIDDLE = 0.5;
const HOUR = 3_600_000;
const answer = (status: number, retryAfterMs: number | null = null) => ({ status, retryAfterMs });

describe('after an attempt', () => {
  it.each([200, 201, 202, 204, 299])('%i means delivered', (status) => {
    expect(afterAttempt(1, answer(status), SCHEDULE, MIDDLE)).toEqual({ kind: 'delivered' });
  });

  it.each([301, 302, 308, 400, 401, 404, 408, 409, 429, 500, 503])('%i is tried again', (status) => {
    expect(afterAttempt(1, answer(status), SCHEDULE, MIDDLE)).toEqual({ kind: 'retry', delayMs: 5_000 });
  });

  it('no answer is tried again', () => {
    expect(afterAttempt(2, { error: 'The connection was refused' }, SCHEDULE, MIDDLE)).toEqual({
      kind: 'retry',
      delayMs: 300_000,
    });
  });

  it('fails when the schedule is used up', () => {
    expect(afterAttempt(3, answer(500), SCHEDULE, MIDDLE)).toEqual({ kind: 'failed' });
  });

  it('410 ends the webhook, even at the first attempt', () => {
    expect(afterAttempt(1, answer(410), SCHEDULE, MIDDLE)).toEqual({ kind: 'gone' });
  });

  it('spreads the wait by 20 % to either side', () => {
    expect(afterAttempt(1, answer(500), SCHEDULE, 0)).toEqual({ kind: 'retry', delayMs: 4_000 });
    expect(afterAttempt(1, answer(500), SCHEDULE, 1)).toEqual({ kind: 'retry', delayMs: 6_000 });
  });

  it('waits as long as the receiver asks, but a day at most', () => {
    expect(afterAttempt(1, answer(429, HOUR), SCHEDULE, MIDDLE)).toEqual({ kind: 'retry', delayMs: HOUR });
    expect(afterAttempt(1, answer(429, 100 * HOUR), SCHEDULE, MIDDLE)).toEqual({ kind: 'retry', delayMs: 24 * HOUR });
  });

  it('does not come back sooner than scheduled because the receiver asks for it', () => {
    expect(afterAttempt(1, answer(503, 1_000), SCHEDULE, MIDDLE)).toEqual({ kind: 'retry', delayMs: 5_000 });
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-01-15T10:30:00Z');

  it('is read as seconds or as a date', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Thu, 15 Jan 2026 10:31:00 GMT', now)).toBe(60_000);
  });

  it.each([undefined, '', 'soon', '0', '-5', 'Thu, 15 Jan 2026 10:29:00 GMT'])('is nothing when it is %p', (header) => {
    expect(parseRetryAfter(header, now)).toBeNull();
  });
});
