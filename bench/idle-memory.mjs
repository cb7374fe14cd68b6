// Memory of sessions that are connected and do nothing, in a process that has just been started again, after a collection of garbage.
// The slope between two numbers of sessions is what one more session costs.
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_MS = 5_000;
const QUICK_SETTLE_MS = 1_000;
const COLLECTION_MS = 500;
const COLLECTIONS = 2;

export const row = {
  name: 'idle-memory',
  async run(context) {
    const [few, many] = context.quick ? [6, 12] : [50, 200];
    await context.pairUpTo(few);
    const small = await measure(context);
    await context.pairUpTo(many);
    const large = await measure(context);
    const added = large.sessions - small.sessions;
    const slope = (part) => (large[part] - small[part]) / added;
    const line = (what, gateway, bare, rest) => ({ what, gateway, baseline: bare, ...rest });
    const [at, upTo] = [small.sessions, large.sessions];
    return [
      line(`one more idle session, ${at} to ${upTo}`, slope('gateway'), slope('bare'), {
        unit: 'MB',
        goal: { atMost: 1.5 },
      }),
      line(`whole gateway process a session, at ${upTo}`, large.gateway / upTo, large.bare / upTo, { unit: 'MB' }),
      line(`process with ${at} idle sessions`, small.gateway, small.bare, { unit: 'MB' }),
      line(`process with ${upTo} idle sessions`, large.gateway, large.bare, { unit: 'MB' }),
      { what: `its PostgreSQL with ${upTo} idle sessions`, unit: 'MB', gateway: large.postgres },
    ];
  },
};

async function measure({ gateway, bare, quick }) {
  await gateway.down();
  await gateway.up();
  await gateway.connected();
  await bare.again(await bare.down());
  await sleep(quick ? QUICK_SETTLE_MS : SETTLE_MS);
  for (let collection = 0; collection < COLLECTIONS; collection++) {
    gateway.collectGarbage();
    bare.collectGarbage();
    await sleep(COLLECTION_MS);
  }
  const { own, postgres } = gateway.memory();
  return { sessions: gateway.sessions.length, gateway: own, postgres, bare: bare.memory() };
}
