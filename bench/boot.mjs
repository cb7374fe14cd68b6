// From the start of a process of a cluster until it is ready: a gateway takes requests, a worker takes sessions.
import { Cluster } from './support/cluster.mjs';
import { median } from './support/numbers.mjs';

export const row = {
  name: 'boot',
  async run({ sandbox, quick }) {
    const times = quick ? 1 : 5;
    const cluster = await Cluster.start(sandbox);
    try {
      const [gateways, workers] = [[], []];
      for (let time = 0; time < times; time++) {
        await cluster.gateway.down();
        gateways.push(await secondsOf(() => cluster.gateway.up()));
        workers.push(await secondsOf(() => cluster.startWorker(`w${time}`)));
        await cluster.killWorker(`w${time}`);
      }
      return [
        { what: 'start of a gateway until it is ready', unit: 's', gateway: median(gateways), goal: { atMost: 3 } },
        { what: 'start of a worker until it is ready', unit: 's', gateway: median(workers), goal: { atMost: 1.5 } },
      ];
    } finally {
      await cluster.dispose();
    }
  },
};

async function secondsOf(work) {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
