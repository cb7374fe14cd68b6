import { setTimeout as sleep } from 'node:timers/promises';

/** Does `work(i)` for 0 to `count` - 1 with so many in flight. Gives the time in ms of each, and of all. */
export async function inFlight(limit, count, work) {
  const latencies = [];
  const startedAt = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const began = performance.now();
      await work(next++);
      latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, lane));
  return { latencies, ms: performance.now() - startedAt };
}

/** Starts `work(i)` so many times a second, however slow the answers are. Times run from when each was due. */
export async function atRate(perSecond, count, work) {
  const startedAt = performance.now();
  const latencies = [];
  const running = [];
  for (let i = 0; i < count; i++) {
    const due = startedAt + (i * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    running.push(Promise.resolve(work(i)).then(() => latencies.push(performance.now() - due)));
  }
  await Promise.all(running);
  return { latencies, ms: performance.now() - startedAt };
}
