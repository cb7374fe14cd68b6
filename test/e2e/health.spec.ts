import { eventually } from '../support/eventually.js';
import type { Member } from '../support/cluster.js';
import { Line } from '../support/line.js';
import { Stage } from '../support/stage.js';

interface Check {
  name: string;
  status: string;
  durationMs: number;
  needed: boolean;
  details?: Record<string, number>;
}

interface Detailed {
  status: string;
  checks: Check[];
}

const LIMIT_MS = 60_000;

describe('the health of a cluster', () => {
  let stage: Stage;
  let gateway: Member;
  let worker: Member;
  let database: Line;
  let redis: Line;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 1, workers: 1 });
    database = await Line.to(stage.cluster.env['DATABASE_URL']!);
    redis = await Line.to(stage.cluster.env['REDIS_URL']!);
    gateway = await stage.cluster.gateway({ DATABASE_URL: database.url, REDIS_URL: redis.url });
    worker = stage.cluster.member('w1');
    await stage.pair(1);
  }, 120_000);

  afterAll(async () => {
    await stage?.dispose();
    await database?.cut();
    await redis?.cut();
  });

  const detailed = async (member: Member) => (await member.call<Detailed>('GET', '/health/detailed')).body;

  /** Waits until exactly these checks fail. */
  function failing(member: Member, names: string[]): Promise<unknown> {
    const look = async () => {
      const failed = (await detailed(member)).checks.filter(({ status }) => status === 'failing');
      return JSON.stringify(failed.map(({ name }) => name).sort()) === JSON.stringify(names);
    };
    return eventually(`failing: ${names.join(', ')}`, look, LIMIT_MS, 250);
  }

  it('names all that each role depends on, with what it took to ask', async () => {
    const of = async (member: Member) => {
      const { status, checks } = await detailed(member);
      expect(status).toBe('ok');
      for (const { durationMs } of checks) expect(durationMs).toBeGreaterThanOrEqual(0);
      return Object.fromEntries(checks.map(({ name, needed, details }) => [name, { needed, ...details }]));
    };
    const stores = { database: { needed: true }, redis: { needed: false }, storage: { needed: false } };
    expect(await of(gateway)).toEqual({ ...stores, workers: { needed: false, ready: 1, draining: 0 } });
    expect(await of(worker)).toEqual({ ...stores, whatsapp: { needed: false, sessions: 1, connected: 1 } });
  });

  it('tells both roles that the storage is gone, and that it is back', async () => {
    await stage.cluster.storage.stop();
    for (const member of [gateway, worker]) {
      await failing(member, ['storage']);
      expect(await member.call('GET', '/ready')).toMatchObject({ status: 200, body: { status: 'degraded' } });
    }
    await stage.cluster.storage.up();
    for (const member of [gateway, worker]) await failing(member, []);
  }, 120_000);

  it('keeps requests away from a gateway without the database, and lets them come when it is back', async () => {
    await database.cut();
    await failing(gateway, ['database', 'workers']);
    expect(await gateway.call('GET', '/ready')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect((await gateway.call('GET', '/live')).status).toBe(200);
    await database.restore();
    await failing(gateway, []);
    expect(await gateway.call('GET', '/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  }, 120_000);

  it('tells a gateway that Redis is gone, which goes on serving', async () => {
    await redis.cut();
    await failing(gateway, ['redis']);
    expect(await gateway.call('GET', '/ready')).toMatchObject({ status: 200, body: { failing: ['redis'] } });
    expect((await stage.user.at(gateway).call('GET', '/sessions')).status).toBe(200);
    await redis.restore();
    await failing(gateway, []);
  }, 120_000);

  it('tells the worker that WhatsApp is out of reach', async () => {
    await stage.sandbox.stop();
    await failing(worker, ['whatsapp']);
    expect(await worker.call('GET', '/ready')).toMatchObject({ status: 200, body: { failing: ['whatsapp'] } });
  }, 120_000);

  it('tells the gateway that no worker is there', async () => {
    await worker.kill();
    await failing(gateway, ['workers']);
  }, 120_000);
});
