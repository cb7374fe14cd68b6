import { afterFailedFetch } from './after-failed-fetch.js';

it('tries again, later each time, while the file can not be reached, and gives up after a day', () => {
  const pauses: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const next = afterFailedFetch('UNREACHABLE', attempts);
    if (!('retryInMs' in next)) break;
    pauses.push(next.retryInMs);
  }
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(12);
  expect(hours).toBeLessThan(24);
  expect(afterFailedFetch('UNREACHABLE', pauses.length + 1)).toEqual({ reason: 'UNREACHABLE' });
});

it.each(['DAMAGED', 'TOO_LARGE', 'GONE'] as const)('gives up at once what is %s', (reason) => {
  expect(afterFailedFetch(reason, 1)).toEqual({ reason });
});

it('waits for the object store as long as it takes', () => {
  expect(afterFailedFetch('STORE_AWAY', 1_000)).toEqual({ retryInMs: 15_000 });
});
