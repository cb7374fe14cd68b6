// The durable 202 beside the least that durability can cost: one row inserted into the same PostgreSQL. The session is not connected,
// so the messages only wait: what sending costs is in the row `sends`.
import { atRate, inFlight } from './support/load.mjs';
import { MessageTable } from './support/message-table.mjs';
import { percentile } from './support/numbers.mjs';

const PER_SECOND = 200;
const AT_ONCE = 32;
const WARM_UP = 200;

export const row = {
  name: 'accept',
  async run({ gateway, sandbox, quick }) {
    const [alone, paced, burst] = quick ? [100, 400, 400] : [400, 2_000, 3_000];
    const session = { ...(await gateway.call('POST', '/sessions', {})), contact: await sandbox.contact() };
    const accept = () => gateway.send(session);
    const table = await MessageTable.create(await gateway.postgres(), 'bench_accept');
    const insert = () => table.insert();
    try {
      const both = async (load) => ({ gateway: await load(accept), bare: await load(insert) });
      await both((work) => inFlight(AT_ONCE, WARM_UP, work));
      const one = await both((work) => inFlight(1, alone, work));
      const steady = await both((work) => atRate(PER_SECOND, paced, work));
      const full = await both((work) => inFlight(AT_ONCE, burst, work));
      return [
        ...latencies(`at ${PER_SECOND}/s`, steady, [{ atMost: 3 }, { atMost: 15 }]),
        ...latencies('one at a time', one, []),
        {
          what: `accepts/s, ${AT_ONCE} at once`,
          unit: '1/s',
          gateway: (burst / full.gateway.ms) * 1000,
          baseline: (burst / full.bare.ms) * 1000,
          goal: { atLeast: 1_500 },
        },
      ];
    } finally {
      await table.end();
    }
  },
};

function latencies(how, { gateway, bare }, goals) {
  return [0.5, 0.99].map((share, i) => ({
    what: `accept ${how}, p${share * 100}`,
    unit: 'ms',
    gateway: percentile(gateway.latencies, share),
    baseline: percentile(bare.latencies, share),
    ...(goals[i] && { goal: goals[i] }),
  }));
}
