// What a session that does nothing costs its worker, at growing numbers of sessions, and how fast another worker takes all of them
// over. The slope between two numbers is what one more session costs: it is to stay the same.
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from './support/cluster.mjs';

const SETTLE_MS = 5_000;
const QUICK_SETTLE_MS = 500;
const COLLECTION_MS = 1_000;
const [FIRST, SECOND] = ['w1', 'w2'];

export const row = {
  name: 'scale',
  async run(context) {
    const { sandbox, quick } = context;
    const [counts, settleMs, spanMs] = quick ? [[2, 4, 6], QUICK_SETTLE_MS, 500] : [[10, 50, 200], SETTLE_MS, 60_000];
    const cluster = await Cluster.start(sandbox);
    try {
      await cluster.startWorker(FIRST);
      const measured = [];
      for (const count of counts) {
        context.say(`${count} sessions ...`);
        await cluster.pairUpTo(count);
        measured.push({ count, ...(await measure(cluster, settleMs, spanMs)) });
      }
      return [...KINDS.flatMap((kind) => linesOf(kind, measured)), await takeOver(cluster)];
    } finally {
      await cluster.dispose();
    }
  },
};

const KINDS = [
  { part: 'memory', what: 'memory', unit: 'MB', goal: { atMost: 2 } },
  { part: 'cpu', what: 'CPU', unit: '% of a core', goal: { atMost: 0.02 } },
  { part: 'postgresCpu', what: "PostgreSQL's CPU", unit: '% of a core' },
];

/** Of the worker, and of PostgreSQL for it: memory in MB after a collection of garbage, CPU in percent of a core. */
async function measure(cluster, settleMs, spanMs) {
  await sleep(settleMs);
  const before = cluster.use(FIRST);
  const startedAt = performance.now();
  await sleep(spanMs);
  const after = cluster.use(FIRST);
  const share = (part) => ((after[part] - before[part]) / (performance.now() - startedAt)) * 100;
  const used = { cpu: share('cpu'), postgresCpu: share('postgresCpu') };
  cluster.collectGarbage(FIRST);
  await sleep(COLLECTION_MS);
  return { ...used, memory: cluster.use(FIRST).memory };
}

function linesOf({ part, what, unit, goal }, [few, some, many]) {
  const slope = (from, to) => (to[part] - from[part]) / (to.count - from.count);
  const [first, second] = [slope(few, some), slope(some, many)];
  const line = (text, gateway, more) => ({ what: `${what}: ${text}`, unit, gateway, ...more });
  return [
    ...[few, some, many].map((at) => line(`whole worker with ${at.count} idle sessions`, at[part])),
    line(`one more idle session, ${few.count} to ${some.count}`, first),
    line(`one more idle session, ${some.count} to ${many.count}`, second, goal && { goal }),
    line('the second of these against the first', (second / first - 1) * 100, {
      unit: '% more',
      ...(goal && { goal: { atMost: 10 } }),
    }),
  ];
}

async function takeOver(cluster) {
  const { sessions } = cluster;
  await cluster.startWorker(SECOND);
  const killedAt = await cluster.killWorker(FIRST);
  const seen = await cluster.loginsSince(sessions, killedAt);
  const last = Math.max(...seen.filter(({ event }) => event === 'login').map(({ at }) => at));
  const what = `kill -9 of a worker until another has its ${sessions.length} sessions connected`;
  return { what, unit: 's', gateway: (last - killedAt) / 1000, goal: { atMost: 8 } };
}
