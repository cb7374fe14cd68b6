import { afterEnd, backoffMs } from './reconnect-policy.js';

const fresh = { failuresInRow: 0, conflictsLastMinute: 0 };
const end = (code: number, paired = true, detail = 'seen') => ({ code, paired, detail });

it('goes on trying a proxy that does not let it through, and says what is wrong with it', () => {
  const end = { code: 408, detail: 'The proxy answered 407.', paired: true, proxy: 'PROXY_REFUSED' as const };
  expect(afterEnd(end, { failuresInRow: 2, conflictsLastMinute: 0 }, 0.5)).toEqual({
    ...{ kind: 'reconnect', delayMs: 2_000, reason: 'PROXY_REFUSED' },
    message: 'The proxy answered 407. Next attempt in 2 s.',
  });
});

describe('after the end of a connection', () => {
  it('connects again at once after 515, which WhatsApp sends after every pairing', () => {
    expect(afterEnd(end(515), fresh, 0.5)).toMatchObject({ kind: 'reconnect', delayMs: 0, reason: null });
  });

  it.each([428, 408, 500, 501, 503, 599])('connects again after %i, and keeps the keys', (code) => {
    expect(afterEnd(end(code), fresh, 0.5)).toMatchObject({ kind: 'reconnect' });
  });

  it('is logged out and forgets the keys when the phone unlinked the device', () => {
    expect(afterEnd(end(401), fresh, 0.5)).toMatchObject({ kind: 'stop', status: 'LOGGED_OUT', erase: true });
  });

  it('forgets half-made credentials when a pairing is refused', () => {
    const verdict = afterEnd(end(401, false), fresh, 0.5);
    expect(verdict).toMatchObject({ kind: 'stop', status: 'DISCONNECTED', reason: 'PAIRING_REFUSED', erase: true });
  });

  it.each([402, 403, 406])('is blocked after %i and does not try again', (code) => {
    expect(afterEnd(end(code), fresh, 0.5)).toMatchObject({ kind: 'stop', status: 'BLOCKED', erase: false });
  });

  it.each([409, 411, 413, 414, 415, 418])('stops after %i, which a repetition can not mend', (code) => {
    expect(afterEnd(end(code), fresh, 0.5)).toMatchObject({ kind: 'stop', reason: 'PROTOCOL_REFUSED', erase: false });
  });

  it('stops when nobody scanned the QR codes', () => {
    const verdict = afterEnd(end(408, false, 'QR refs attempts ended'), fresh, 0.5);
    expect(verdict).toMatchObject({ kind: 'stop', status: 'DISCONNECTED', reason: 'QR_EXPIRED', erase: false });
  });

  it('waits some seconds after a conflict, and stops at the third within a minute', () => {
    const first = afterEnd(end(440), { failuresInRow: 0, conflictsLastMinute: 1 }, 0.5);
    expect(first).toMatchObject({ kind: 'reconnect', delayMs: 10_000 });
    const third = afterEnd(end(440), { failuresInRow: 0, conflictsLastMinute: 3 }, 0.5);
    expect(third).toMatchObject({ kind: 'stop', reason: 'CONFLICT', erase: false });
  });

  it.each([
    [405, 12 * 60_000],
    [429, 12.8 * 60_000],
  ])('waits for many minutes after %i', (code, atLeastMs) => {
    const verdict = afterEnd(end(code), fresh, 0);
    expect(verdict.kind === 'reconnect' && verdict.delayMs).toBeGreaterThanOrEqual(atLeastMs);
  });

  it('says so when the server has failed ten times in a row', () => {
    const verdict = afterEnd(end(503), { failuresInRow: 10, conflictsLastMinute: 0 }, 0.5);
    expect(verdict).toMatchObject({ kind: 'reconnect', reason: 'DEGRADED' });
  });
});

describe('the pause before the next attempt', () => {
  it('grows to five minutes and no further', () => {
    expect(backoffMs(0, 0.999)).toBeLessThanOrEqual(1_000);
    expect(backoffMs(4, 0.999)).toBeLessThanOrEqual(16_000);
    expect(backoffMs(50, 0.999)).toBeLessThanOrEqual(300_000);
  });

  it('is anywhere below its bound, so that sessions do not come back in step', () => {
    expect(backoffMs(6, 0)).toBe(0);
    expect(backoffMs(6, 0.5)).toBe(32_000);
  });
});
