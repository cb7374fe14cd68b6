import type { PairedSession } from '../support/account.js';
import type { Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Line } from '../support/line.js';
import { Stage } from '../support/stage.js';
import { NOTHING_WRONG } from '../support/verdict.js';

const SESSIONS = 30;

describe('two gateways and three workers in mid-traffic', () => {
  let stage: Stage;
  let lines: Record<'database' | 'redis' | 'gatewayRedis', Line>;
  /** The worker with lines to its stores that can be cut. */
  let wired: Member;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 1, workers: 2 }, { REBALANCE_SECONDS: '0' });
    const { env, redis } = stage.cluster;
    lines = {
      database: await Line.to(env['DATABASE_URL'] ?? ''),
      redis: await Line.to(redis.url),
      gatewayRedis: await Line.to(redis.url),
    };
    wired = await stage.cluster.worker({ DATABASE_URL: lines.database.url, REDIS_URL: lines.redis.url });
    await stage.cluster.gateway({ REDIS_URL: lines.gatewayRedis.url });
    await stage.pair(SESSIONS);
  }, 180_000);

  beforeEach(() => stage.traffic.start());

  afterEach(async () => {
    expect(await stage.reckon()).toMatchObject(NOTHING_WRONG);
    await stage.allConnected();
  }, 120_000);

  afterAll(async () => {
    await stage?.dispose();
    await Promise.all(Object.values(lines ?? {}).map((line) => line.cut()));
  });

  it('lose a worker by kill -9: its sessions are connected elsewhere within 6 s', async () => {
    const worker = stage.cluster.member('w1');
    const moved = await sessionsOf(worker);
    const killedAt = Date.now();
    await worker.kill();
    const gaps = await stage.connectedElsewhere(moved, worker, killedAt);
    expect(Math.max(...gaps)).toBeLessThan(6_000);
    await worker.up();
  }, 60_000);

  it('lose a worker that hangs for 20 s, and another one that hangs with it for 5 s is spared', async () => {
    await stage.gather(stage.cluster.member('w1'), SESSIONS / 3);
    const pair = [stage.cluster.member('w1'), stage.cluster.member('w2')];
    const had = new Map(await Promise.all(pair.map(async (worker) => [worker, await sessionsOf(worker)] as const)));
    const frozenAt = Date.now();
    for (const worker of pair) worker.freeze();
    const gone = await eventually('the end of one', async () => {
      const id = await dead();
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
    const moved = await stage.gather(wired, SESSIONS / 3);
    const cutAt = Date.now();
    await lines.database.cut();
    const gaps = await stage.connectedElsewhere(moved, wired, cutAt);
    expect(Math.max(...gaps)).toBeLessThan(9_000);
    await lines.database.restore();
    await noticesLossOf(wired, moved);
    expect(await stage.wire('login', cutAt, moved)).toHaveLength(moved.length);
  }, 60_000);

  it('keep the sessions of a worker that is cut off from Redis', async () => {
    await stage.gather(wired, SESSIONS / 3);
    const cutAt = Date.now();
    await lines.redis.cut();
    await someTraffic();
    expect(await stage.wire('login', cutAt)).toEqual([]);
    await lines.redis.restore();
  }, 60_000);

  it('keep all sessions when a gateway is cut off from the workers', async () => {
    const cutAt = Date.now();
    await lines.gatewayRedis.cut();
    await someTraffic();
    expect(await stage.wire('login', cutAt)).toEqual([]);
    await lines.gatewayRedis.restore();
  }, 60_000);

  it('keep all sessions while Redis is restarted and emptied', async () => {
    const { redis } = stage.cluster;
    const since = Date.now();
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

  /** The worker that the gateways have given up. */
  async function dead(): Promise<string | undefined> {
    const { workers } = await stage.user.get<{ workers: { workerId: string; status: string }[] }>('/workers');
    return workers.find(({ status }) => status === 'OFFLINE')?.workerId;
  }

  async function someTraffic(): Promise<void> {
    const before = stage.traffic.accepted.length;
    await eventually('some traffic', () => stage.traffic.accepted.length > before + 2 * SESSIONS, 30_000);
  }

  /** The process has noticed that these accounts are not its own any more. */
  async function noticesLossOf(worker: Member, sessions: PairedSession[]): Promise<void> {
    const letGo = ({ sessionId }: PairedSession) => `"sessionId":"${sessionId}","movesTo":null,"msg":"account let go"`;
    const noticed = () =>
      sessions.every((session) => worker.program.lines.some((line) => line.includes(letGo(session))));
    await eventually(`loss of ${sessions.length} accounts`, noticed, 30_000);
  }
});
