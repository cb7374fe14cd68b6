// Memory with sessions that are at work: each sends once in five seconds. Not after a collection of garbage: what the system sees.
import { atRate } from './support/load.mjs';

const EACH_PER_SECOND = 0.2;

export const row = {
  name: 'active',
  async run(context) {
    const { sessions, seconds } = context.quick ? { sessions: 6, seconds: 3 } : { sessions: 100, seconds: 60 };
    await context.pairUpTo(sessions);
    const { gateway, bare } = context;
    const perSecond = sessions * EACH_PER_SECOND;
    const count = Math.ceil(perSecond * seconds);
    const own = await highest(
      () => gateway.memory().own,
      atRate(perSecond, count, (i) => gateway.send(gateway.sessions[i % sessions], { wait: true })),
    );
    const theirs = await highest(() => bare.memory(), bare.send({ sessions, count, perSecond }));
    const what = `process with ${sessions} sessions that each send ${EACH_PER_SECOND} a second, highest`;
    return [{ what, unit: 'MB', gateway: own, baseline: theirs, goal: { atMost: 350 } }];
  },
};

/** The highest that is read while something goes on. */
async function highest(read, work) {
  let most = read();
  const timer = setInterval(() => (most = Math.max(most, read())), 250);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
  return most;
}
