import type { Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Stage } from '../support/stage.js';

const SESSIONS = 12;
const EVERY_MS = 600;

describe('a cluster in mid-traffic', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 2, workers: 3 }, { REBALANCE_SECONDS: '0' });
    await stage.pair(SESSIONS);
  }, 120_000);

  afterAll(() => stage?.dispose());

  /** Whatever happened since then: no session was thrown out by another one, and all are connected. */
  async function nothingWasTornAway(since: number): Promise<void> {
    expect(await stage.wire('replaced', since)).toEqual([]);
    await stage.allConnected();
  }

  it('has all its workers restarted one after the other without a loss and without a 440', async () => {
    const since = Date.now();
    const traffic = await stage.traffic(EVERY_MS);
    for (const worker of stage.cluster.workers) {
      expect(await worker.stop()).toEqual({ code: 0, signal: null });
      expect(await stage.sessionsOf(worker)).toEqual([]);
      await worker.up();
    }
    await traffic.settle();
    await nothingWasTornAway(since);
  }, 120_000);

  it('has both gateways restarted one after the other', async () => {
    const since = Date.now();
    const traffic = await stage.traffic(EVERY_MS);
    for (const gateway of stage.cluster.gateways) {
      expect(await gateway.stop()).toEqual({ code: 0, signal: null });
      await gateway.up();
    }
    await traffic.settle();
    await nothingWasTornAway(since);
    expect(await stage.wire('login', since)).toEqual([]);
  }, 120_000);

  it('has a worker drained by an administrator: it ends by itself when all its sessions are elsewhere', async () => {
    const since = Date.now();
    const traffic = await stage.traffic(EVERY_MS);
    const worker = await busiest();
    const moved = await stage.sessionsOf(worker);
    await stage.user.post(`/workers/${worker.id}/drain`);
    expect(await worker.program.exited).toEqual({ code: 0, signal: null });
    await stage.connectedElsewhere(moved, worker, since);
    await traffic.settle();
    await nothingWasTornAway(since);
    await worker.up();
  }, 120_000);

  it('has a session moved to the worker that an administrator names, and is without it for less than 1.5 s', async () => {
    const since = Date.now();
    const traffic = await stage.traffic(EVERY_MS);
    const [session] = stage.sessions;
    const from = await stage.workerOf('s0');
    const to = stage.cluster.workers.find(({ id }) => id !== from)!;
    expect(await stage.user.post('/sessions/s0/migrate', { workerId: to.id })).toMatchObject({ workerId: to.id });
    await eventually('the session there', async () => (await stage.workerOf('s0')) === to.id);
    await stage.user.status('s0', 'CONNECTED');
    await traffic.settle();
    await nothingWasTornAway(since);
    const [closed] = await stage.wire('disconnected', since, [session!]);
    const [login] = await stage.wire('login', since, [session!]);
    expect(Date.parse(login?.at ?? '') - Date.parse(closed?.at ?? '')).toBeLessThan(1_500);
  }, 60_000);

  async function busiest(): Promise<Member> {
    const counts = await Promise.all(
      stage.cluster.workers.map(async (worker) => (await stage.sessionsOf(worker)).length),
    );
    return stage.cluster.workers[counts.indexOf(Math.max(...counts))]!;
  }
});
