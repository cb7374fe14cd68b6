import type { Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Line } from '../support/line.js';
import { Stage } from '../support/stage.js';

const SESSIONS = 30;
const EVERY_MS = 1_500;

describe('two gateways and three workers in mid-traffic', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 2, workers: 3 }, { REBALANCE_SECONDS: '0' });
    await stage.pair(SESSIONS);
  }, 180_000);

  afterAll(() => stage?.dispose());

  it('lose a worker by kill -9: its sessions are connected elsewhere within 6 s', async () => {
    const worker = stage.cluster.member('w1');
    const traffic = await stage.traffic(EVERY_MS);
    const moved = await stage.sessionsOf(worker);
    expect(moved.length).toBeGreaterThan(5);
    const killedAt = Date.now();
    await worker.kill();
    const gaps = await stage.connectedElsewhere(moved, worker, killedAt);
    expect(Math.max(...gaps)).toBeLessThan(6_000);
    await traffic.settle();
    await worker.up();
  }, 120_000);

  it('lose a worker that hangs for 20 s, and hear nothing of it when it goes on', async () => {
    const worker = stage.cluster.member('w2');
    const traffic = await stage.traffic(EVERY_MS);
    const moved = await stage.sessionsOf(worker);
    expect(moved.length).toBeGreaterThan(5);
    const frozenAt = Date.now();
    worker.freeze();
    const gaps = await stage.connectedElsewhere(moved, worker, frozenAt);
    expect(Math.max(...gaps)).toBeLessThan(9_000);
    await eventually('20 s of hanging', () => Date.now() - frozenAt > 20_000, 25_000);
    worker.resume();
    await lostAll(worker, moved.length);
    await traffic.settle();
    // One login each, by the new owner: the old one has not tried again.
    expect(await stage.wire('login', frozenAt, moved)).toHaveLength(moved.length);
    await stage.allConnected();
  }, 120_000);

  describe('of which one has lines that can be cut', () => {
    let worker: Member;
    let database: Line;
    let redis: Line;

    beforeAll(async () => {
      database = await Line.to(stage.cluster.env['DATABASE_URL'] ?? '');
      redis = await Line.to(stage.cluster.redis.url);
      await stage.cluster.member('w3').kill();
      worker = await stage.cluster.worker({ DATABASE_URL: database.url, REDIS_URL: redis.url });
      for (const { sessionId } of stage.sessions.slice(0, 10)) {
        await stage.user.post(`/sessions/${sessionId}/migrate`, { workerId: worker.id });
      }
      await eventually('ten sessions there', async () => (await stage.sessionsOf(worker)).length === 10);
      await stage.allConnected();
    }, 120_000);

    afterAll(() => Promise.all([database?.cut(), redis?.cut()]));

    it('lose its sessions to the others when it is cut off from PostgreSQL, and nothing else', async () => {
      const traffic = await stage.traffic(EVERY_MS);
      const moved = await stage.sessionsOf(worker);
      const cutAt = Date.now();
      await database.cut();
      const gaps = await stage.connectedElsewhere(moved, worker, cutAt);
      expect(Math.max(...gaps)).toBeLessThan(9_000);
      await database.restore();
      await lostAll(worker, moved.length);
      await traffic.settle();
      expect(await stage.wire('login', cutAt, moved)).toHaveLength(moved.length);
      await stage.allConnected();
    }, 120_000);

    it('keep its sessions there when it is cut off from Redis and with it from the gateways', async () => {
      for (const { sessionId } of stage.sessions.slice(0, 10)) {
        await stage.user.post(`/sessions/${sessionId}/migrate`, { workerId: worker.id });
      }
      await eventually('ten sessions back', async () => (await stage.sessionsOf(worker)).length === 10, 30_000);
      await stage.allConnected();
      const cutAt = Date.now();
      await redis.cut();
      const traffic = await stage.traffic(EVERY_MS);
      await eventually('some traffic', () => traffic.accepted.length > 100, 30_000);
      await traffic.settle();
      expect(await stage.wire('login', cutAt)).toEqual([]);
      expect(await stage.sessionsOf(worker)).toHaveLength(10);
      await redis.restore();
    }, 120_000);
  });

  /** The process has noticed that these accounts are not its own any more. */
  async function lostAll(worker: Member, count: number): Promise<void> {
    await eventually(
      `loss of ${count} accounts`,
      () => worker.program.lines.filter((line) => line.includes('"account let go"')).length >= count,
      30_000,
    );
  }
});
