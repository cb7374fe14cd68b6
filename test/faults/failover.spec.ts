import type { PairedSession } from '../support/account.js';
import type { Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Line } from '../support/line.js';
import { Stage } from '../support/stage.js';
import { NOTHING_WRONG } from '../support/verdict.js';

const SESSIONS = 21;
const THIRD = SESSIONS / 3;
const CLEAN_END = { code: 0, signal: null };

describe('two gateways and three workers in mid-traffic', () => {
  let stage: Stage;
  let lines: Record<'database' | 'redis' | 'gatewayRedis', Line>;
  /** The worker with lines to its stores that can be cut. */
  let wired: Member;
  let since: number;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 1, workers: 2 }, { REBALANCE_SECONDS: '0' });
    const { env, redis } = stage.cluster;
    lines = {
      database: await Line.to(env['WORKER_DATABASE_URL'] ?? ''),
      redis: await Line.to(redis.url),
      gatewayRedis: await Line.to(redis.url),
    };
    wired = await stage.cluster.worker({ DATABASE_URL: lines.database.url, REDIS_URL: lines.redis.url });
    await stage.cluster.gateway({ REDIS_URL: lines.gatewayRedis.url });
    await stage.pair(SESSIONS);
  }, 180_000);

  beforeEach(() => {
    since = Date.now();
    stage.traffic.start();
  });

  /** Whatever happened: nothing was lost, doubled, undecryptable or out of order, and all are connected. */
  afterEach(async () => {
    expect(await stage.reckon()).toMatchObject(NOTHING_WRONG);
    await stage.allConnected();
  }, 120_000);

  afterAll(async () => {
    await stage?.dispose();
    await Promise.all(Object.values(lines ?? {}).map((line) => line.cut()));
  });

  describe('when that was planned', () => {
    afterEach(async () => expect(await stage.wire('replaced', since)).toEqual([]));

    it('have all workers restarted one after the other', async () => {
      for (const worker of stage.cluster.workers) {
        expect(await worker.stop()).toEqual(CLEAN_END);
        expect(await stage.sessionsOf(worker)).toEqual([]);
        await worker.up();
      }
    }, 120_000);

    it('have both gateways restarted one after the other', async () => {
      for (const gateway of stage.cluster.gateways) {
        expect(await gateway.stop()).toEqual(CLEAN_END);
        await gateway.up();
      }
      expect(await stage.wire('login', since)).toEqual([]);
    }, 60_000);

    it('have a worker drained by an administrator: it ends by itself when all its sessions are elsewhere', async () => {
      const worker = await busiest();
      const moved = await sessionsOf(worker);
      await stage.user.post(`/workers/${worker.id}/drain`);
      expect(await worker.program.exited).toEqual(CLEAN_END);
      await stage.connectedElsewhere(moved, worker, since);
      await worker.up();
    }, 60_000);

    it('have a session moved to the worker that an administrator names, within 1.5 s', async () => {
      const [session] = stage.sessions;
      const from = await stage.workerOf('s0');
      const to = stage.cluster.workers.find(({ id }) => id !== from)!;
      expect(await stage.user.post('/sessions/s0/migrate', { workerId: to.id })).toMatchObject({ workerId: to.id });
      await eventually('the session there', async () => (await stage.workerOf('s0')) === to.id);
      await stage.allConnected([session!]);
      expect((await stage.gaps([session!], since))[0]).toBeLessThan(1_500);
    }, 60_000);
  });

  it('lose a worker by kill -9: its sessions are connected elsewhere within 6 s', async () => {
    const worker = stage.cluster.member('w1');
    const moved = await stage.gather(worker, THIRD);
    const killedAt = Date.now();
    await worker.kill();
    const gaps = await stage.connectedElsewhere(moved, worker, killedAt);
    expect(Math.max(...gaps)).toBeLessThan(6_000);
    await worker.up();
  }, 60_000);

  it('lose a worker that hangs for 20 s, and another one that hangs with it for 5 s is spared', async () => {
    await stage.gather(stage.cluster.member('w1'), THIRD);
    const pair = [stage.cluster.member('w1'), stage.cluster.member('w2')];
    const had = new Map(await Promise.all(pair.map(async (worker) => [worker, await sessionsOf(worker)] as const)));
    const frozenAt = Date.now();
    for (const worker of pair) worker.freeze();
    const gone = await eventually('the end of one', async () => {
      const id = await givenUp();
      return pair.find((worker) => worker.id === id);
    });
    const spared = pair.find((worker) => worker !== gone)!;
    await eventually('5 s of hanging', () => Date.now() - frozenAt > 5_000);
    spared.resume();
    const gaps = await stage.connectedElsewhere(had.get(gone)!, gone, frozenAt);
    expect(Math.max(...gaps)).toBeLessThan(9_000);
    await eventually('20 s of hanging', () => Date.now() - frozenAt > 20_000, 25_000);
    gone.resume();
    await noticesLossOf(gone, had.get(gone)!);
    // One login each, by the new owner: the old one has not tried again.
    expect(await stage.wire('login', frozenAt, had.get(gone)!)).toHaveLength(had.get(gone)!.length);
    expect(await stage.wire('login', frozenAt, had.get(spared)!)).toEqual([]);
  }, 60_000);

  it('lose a worker that is cut off from PostgreSQL, and hear nothing of it when it is back', async () => {
    const moved = await stage.gather(wired, THIRD);
    const cutAt = Date.now();
    await lines.database.cut();
    const gaps = await stage.connectedElsewhere(moved, wired, cutAt);
    expect(Math.max(...gaps)).toBeLessThan(9_000);
    await lines.database.restore();
    await noticesLossOf(wired, moved);
    expect(await stage.wire('login', cutAt, moved)).toHaveLength(moved.length);
  }, 60_000);

  it('keep the sessions of a worker that is cut off from Redis', async () => {
    await stage.gather(wired, THIRD);
    const cutAt = Date.now();
    await lines.redis.cut();
    await someTraffic();
    expect(await stage.wire('login', cutAt)).toEqual([]);
    await lines.redis.restore();
  }, 60_000);

  it('keep all sessions when a gateway is cut off from the workers', async () => {
    await lines.gatewayRedis.cut();
    await someTraffic();
    expect(await stage.wire('login', since)).toEqual([]);
    await lines.gatewayRedis.restore();
  }, 60_000);

  it('keep all sessions while Redis is restarted and emptied', async () => {
    const { redis } = stage.cluster;
    await redis.restart();
    await someTraffic();
    for (let times = 0; times < 20; times++) await redis.flush();
    await redis.restart();
    await someTraffic();
    expect(await stage.wire('login', since)).toEqual([]);
  }, 60_000);

  async function sessionsOf(worker: Member): Promise<PairedSession[]> {
    const sessions = await stage.sessionsOf(worker);
    expect(sessions.length).toBeGreaterThan(5);
    return sessions;
  }

  async function busiest(): Promise<Member> {
    const { workers } = stage.cluster;
    const counts = await Promise.all(workers.map(async (worker) => (await stage.sessionsOf(worker)).length));
    return workers[counts.indexOf(Math.max(...counts))]!;
  }

  /** The worker that the gateways have given up. */
  async function givenUp(): Promise<string | undefined> {
    const { workers } = await stage.user.get<{ workers: { workerId: string; status: string }[] }>('/workers');
    return workers.find(({ status }) => status === 'OFFLINE')?.workerId;
  }

  async function someTraffic(): Promise<void> {
    const before = stage.traffic.accepted.length;
    await eventually('some traffic', () => stage.traffic.accepted.length > before + SESSIONS, 30_000);
  }

  /** The process has noticed that these accounts are not its own any more. */
  async function noticesLossOf(worker: Member, sessions: PairedSession[]): Promise<void> {
    const letGo = ({ sessionId }: PairedSession) => `"sessionId":"${sessionId}","movesTo":null,"msg":"account let go"`;
    const noticed = () =>
      sessions.every((session) => worker.program.lines.some((line) => line.includes(letGo(session))));
    await eventually(`loss of ${sessions.length} accounts`, noticed, 30_000);
  }
});
