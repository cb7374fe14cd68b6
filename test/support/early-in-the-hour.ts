import { eventually } from './eventually.js';

const HOUR_MS = 3_600_000;

/** Quotas are those of the hours of the clock: waits until the next one has begun if this one ends within these seconds. */
export function earlyInTheHour(seconds: number): Promise<unknown> {
  const isEarly = async () => HOUR_MS - (Date.now() % HOUR_MS) > seconds * 1000;
  return eventually('the next hour', isEarly, seconds * 1000 + 5_000, 500);
}
