import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `probe` until it gives something other than undefined or false, and gives that. What it threw last is in the
 * error when the limit is reached.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 15_000,
  everyMs = 25,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`within ${limitMs} ms there was no ${what}`, { cause: last });
}
