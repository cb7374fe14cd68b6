// How long sessions are without WhatsApp: when their worker is killed, and when they are moved on purpose. Detection, placement, claim,
// reading the keys and login are all in it. Plain Baileys has nothing like it: there is no baseline.
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from './support/cluster.mjs';
import { percentile } from './support/numbers.mjs';

const WORKERS = ['w1', 'w2', 'w3'];
/** Gateways believe in one death after the other; and what was just moved is to be at rest again. */
const REST_MS = 11_000;
const QUICK_REST_MS = 1_000;

export const row = {
  name: 'failover',
  async run(context) {
    const { sandbox, quick } = context;
    const [sessions, kills, rest] = quick ? [6, 1, QUICK_REST_MS] : [30, 6, REST_MS];
    const cluster = await Cluster.start(sandbox);
    try {
      await Promise.all(WORKERS.map((workerId) => cluster.startWorker(workerId)));
      await cluster.pairUpTo(sessions);
      const killed = [];
      for (let kill = 0; kill < kills; kill++) {
        context.say(`kill ${kill + 1} of ${kills} ...`);
        await sleep(rest);
        killed.push(...(await gapsOfKill(cluster)));
      }
      context.say('moves ...');
      const moved = [];
      for (const session of cluster.sessions) moved.push(await gapOfMove(cluster, session));
      return [
        line('gap after kill -9', killed, 0.5, { atMost: 2_000 }),
        line('gap after kill -9', killed, 0.99, { atMost: 6_000 }),
        line('gap of a planned move', moved, 0.5),
        line('gap of a planned move', moved, 0.99, { atMost: 1_500 }),
      ];
    } finally {
      await cluster.dispose();
    }
  },
};

function line(what, gaps, share, goal) {
  const of = `${gaps.length} sessions`;
  return {
    what: `${what}, ${of}, p${share * 100}`,
    unit: 'ms',
    gateway: percentile(gaps, share),
    ...(goal && { goal }),
  };
}

/** From the death of the fullest worker to the login of each of its sessions elsewhere. */
async function gapsOfKill(cluster) {
  const placement = [...(await cluster.placement())].sort(([, a], [, b]) => b.length - a.length);
  const [workerId, sessions] = placement[0];
  const killedAt = await cluster.killWorker(workerId);
  const seen = await cluster.loginsSince(sessions, killedAt);
  await cluster.startWorker(workerId);
  return sessions.map(({ phoneNumber }) => timeOf('login', seen, phoneNumber) - killedAt);
}

/** From the end of the connection to the login at the other worker. */
async function gapOfMove(cluster, session) {
  const [[from]] = [...(await cluster.placement())].filter(([, sessions]) => sessions.includes(session));
  const since = Date.now();
  await cluster.move(
    session,
    WORKERS.find((workerId) => workerId !== from),
  );
  const seen = await cluster.loginsSince([session], since);
  return timeOf('login', seen, session.phoneNumber) - timeOf('disconnected', seen, session.phoneNumber);
}

function timeOf(event, seen, phoneNumber) {
  return seen.find((each) => each.event === event && each.phoneNumber === phoneNumber)?.at ?? NaN;
}
