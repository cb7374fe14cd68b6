import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Polls until `probe` gives something, and gives that. */
export async function eventually(what, limitMs, probe) {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const found = await probe();
    if (found) return found;
    await sleep(POLL_MS);
  }
  throw new Error(`within ${limitMs} ms there was no ${what}`);
}
