import { afterAttempt, type Outcome, parseRetryAfter, type Situation } from './after-attempt.js';

const SCHEDULE = [0, 5_000, 300_000];
const LONG = [0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000];
const HOUR = 3_600_000;
const answer = (status: number, retryAfterMs: number | null = null) => ({ status, retryAfterMs });
const after = (attemptCount: number, outcome: Outcome, more: Partial<Situation> = {}) =>
  afterAttempt({ attemptCount, outcome, scheduleMs: SCHEDULE, neighboursSucceed: false, random: 0.5, ...more });

describe('after an attempt', () => {
  it.each([200, 201, 202, 204, 299])('%i means delivered', (status) => {
    expect(after(1, answer(status))).toEqual({ kind: 'delivered' });
  });

  it.each([301, 302, 308, 400, 401, 404, 408, 409, 429, 500, 503])('%i is tried again', (status) => {
    expect(after(1, answer(status))).toEqual({ kind: 'retry', delayMs: 5_000 });
  });

  it('no answer is tried again', () => {
    expect(after(2, { error: 'The connection was refused' })).toEqual({ kind: 'retry', delayMs: 300_000 });
  });

  it('410 ends the webhook, even at the first attempt', () => {
    expect(after(1, answer(410))).toEqual({ kind: 'gone' });
  });

  it('spreads the wait by 20 % to either side', () => {
    expect(after(1, answer(500), { random: 0 })).toEqual({ kind: 'retry', delayMs: 4_000 });
    expect(after(1, answer(500), { random: 1 })).toEqual({ kind: 'retry', delayMs: 6_000 });
  });

  it('waits as long as the receiver asks, but a day at most', () => {
    expect(after(1, answer(429, HOUR))).toEqual({ kind: 'retry', delayMs: HOUR });
    expect(after(1, answer(429, 100 * HOUR))).toEqual({ kind: 'retry', delayMs: 24 * HOUR });
  });

  it('does not come back sooner than scheduled because the receiver asks for it', () => {
    expect(after(1, answer(503, 1_000))).toEqual({ kind: 'retry', delayMs: 5_000 });
  });

  it('an event that is refused five times while others are taken is dead', () => {
    const others = { neighboursSucceed: true, scheduleMs: LONG };
    expect(after(4, answer(422), others)).toMatchObject({ kind: 'retry' });
    expect(after(5, answer(422), others)).toEqual({ kind: 'dead' });
    expect(after(5, answer(422), { scheduleMs: LONG })).toMatchObject({ kind: 'retry' });
    expect(after(5, answer(429), others)).toMatchObject({ kind: 'retry' });
  });

  it('an event with which the receiver always fails is dead when the schedule is used up', () => {
    expect(after(3, answer(500), { neighboursSucceed: true })).toEqual({ kind: 'dead' });
    expect(after(3, answer(400))).toEqual({ kind: 'dead' });
  });

  it('an outage kills no event, however long it is', () => {
    expect(after(3, answer(500))).toEqual({ kind: 'retry', delayMs: 300_000 });
    expect(after(99, { error: 'The connection was refused' })).toEqual({ kind: 'retry', delayMs: 300_000 });
    expect(after(3, answer(503), { scheduleMs: [0] })).toEqual({ kind: 'retry', delayMs: 1_000 });
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
