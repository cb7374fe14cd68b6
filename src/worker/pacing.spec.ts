import { DEFAULT_PACING } from '../contracts/index.js';
import { dayOf, newChatAllowance, nextDay, takeToken, typingMs } from './pacing.js';

const pacing = { ...DEFAULT_PACING, messagesPerMinute: 20, burst: 5 };
const DAY_MS = 86_400_000;

describe('the token bucket of an account', () => {
  it('lets a burst go at once and then one message every three seconds', () => {
    let bucket = null;
    for (let n = 0; n < 5; n++) {
      const taken = takeToken(bucket, pacing, 1_000, 0.5);
      expect(taken.waitMs).toBe(0);
      bucket = taken.bucket;
    }
    expect(takeToken(bucket, pacing, 1_000, 0.5).waitMs).toBe(3_000);
    expect(takeToken(bucket, pacing, 4_000, 0.5).waitMs).toBe(0);
  });

  it('never lets messages leave like clockwork', () => {
    const empty = { tokens: 0, at: 0 };
    expect(takeToken(empty, pacing, 0, 0).waitMs).toBe(1_950);
    expect(takeToken(empty, pacing, 0, 0.999).waitMs).toBeGreaterThan(4_000);
  });

  it('saves no more than a burst', () => {
    expect(takeToken({ tokens: 0, at: 0 }, pacing, DAY_MS, 0.5).bucket.tokens).toBe(4);
  });

  it('stands still when the clock goes back', () => {
    expect(takeToken({ tokens: 0.5, at: 10_000 }, pacing, 5_000, 0.5).waitMs).toBe(1_500);
  });
});

describe('new chats', () => {
  it('are few in the first two weeks, then twice as many each week, then free', () => {
    expect(newChatAllowance(pacing, 0)).toBe(30);
    expect(newChatAllowance(pacing, 13.9 * DAY_MS)).toBe(30);
    expect(newChatAllowance(pacing, 14 * DAY_MS)).toBe(60);
    expect(newChatAllowance(pacing, 21 * DAY_MS)).toBe(120);
    expect(newChatAllowance(pacing, 28 * DAY_MS)).toBe(Infinity);
  });

  it('are counted by the day in UTC', () => {
    const noon = Date.UTC(2026, 0, 31, 12);
    expect(dayOf(noon)).toBe('2026-01-31');
    expect(nextDay(noon).toISOString()).toBe('2026-02-01T00:00:00.000Z');
  });
});

describe('typing', () => {
  it('takes one to four seconds, longer for longer texts', () => {
    expect(typingMs('', 0.9)).toBe(1_000);
    expect(typingMs('hello there', 0.999)).toBeLessThan(1_400);
    expect(typingMs('x'.repeat(5_000), 0.999)).toBeLessThanOrEqual(4_000);
  });
});
