import type { Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Stage } from '../support/stage.js';
import { NOTHING_WRONG } from '../support/verdict.js';

const SESSIONS = 30;

describe('a cluster in mid-traffic', () => {
  let stage: Stage;
  let since: number;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 2, workers: 3 }, { REBALANCE_SECONDS: '0' });
    await stage.pair(SESSIONS);
  }, 120_000);

  beforeEach(() => {
    since = Date.now();
    stage.traffic.start();
  });

  /** Whatever happened: nothing was lost or doubled, no session was thrown out by another one, and all are connected. */
  afterEach(async () => {
    expect(await stage.reckon()).toMatchObject(NOTHING_WRONG);
    expect(await stage.wire('replaced', since)).toEqual([]);
    await stage.allConnected();
  }, 120_000);

  afterAll(() => stage?.dispose());

  it('has all its workers restarted one after the other', async () => {
    for (const worker of stage.cluster.workers) {
      expect(await worker.stop()).toEqual({ code: 0, signal: null });
      expect(await stage.sessionsOf(worker)).toEqual([]);
      await worker.up();
    }
  }, 120_000);

  it('has both gateways restarted one after the other', async () => {
    for (const gateway of stage.cluster.gateways) {
      expect(await gateway.stop()).toEqual({ code: 0, signal: null });
      await gateway.up();
    }
    expect(await stage.wire('login', since)).toEqual([]);
  }, 60_000);

  it('has a worker drained by an administrator: it ends by itself when all its sessions are elsewhere', async () => {
    const worker = await busiest();
    const moved = await stage.sessionsOf(worker);
    await stage.user.post(`/workers/${worker.id}/drain`);
    expect(await worker.program.exited).toEqual({ code: 0, signal: null });
    await stage.connectedElsewhere(moved, worker, since);
    await worker.up();
  }, 60_000);

  it('has a session moved to the worker that an administrator names, and is without it for less than 1.5 s', async () => {
    const [session] = stage.sessions;
    const from = await stage.workerOf('s0');
    const to = stage.cluster.workers.find(({ id }) => id !== from)!;
    expect(await stage.user.post('/sessions/s0/migrate', { workerId: to.id })).toMatchObject({ workerId: to.id });
    await eventually('the session there', async () => (await stage.workerOf('s0')) === to.id);
    await stage.allConnected([session!]);
    expect((await stage.gaps([session!], since))[0]).toBeLessThan(1_500);
  }, 60_000);

  async function busiest(): Promise<Member> {
    const counts = await Promise.all(
      stage.cluster.workers.map(async (worker) => (await stage.sessionsOf(worker)).length),
    );
    return stage.cluster.workers[counts.indexOf(Math.max(...counts))]!;
  }
});
