import type { Account } from '../support/account.js';
import type { Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Stage } from '../support/stage.js';

interface WorkerView {
  workerId: string;
  status: string;
  endpoint: string;
  sessionCount: number;
  maxSessions: number;
  lastHeartbeat: string | null;
  description: string | null;
}

describe('the workers of a cluster', () => {
  let stage: Stage;
  let admin: Account;
  let gateway: Member;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 1, workers: 2 }, { WORKER_MAX_SESSIONS: '3', REBALANCE_SECONDS: '1' });
    admin = stage.user;
    [gateway] = stage.cluster.gateways as [Member];
    await stage.pair(2);
  }, 120_000);

  afterAll(() => stage?.dispose());

  const workers = async () => (await admin.get<{ workers: WorkerView[] }>('/workers')).workers;
  const worker = async (id: string) => (await workers()).find(({ workerId }) => workerId === id);
  const asWorker = (token: string) => ({ authorization: `Bearer ${token}` });

  it('are listed with what they have to do', async () => {
    expect(await workers()).toMatchObject([
      { workerId: 'w1', status: 'ONLINE', sessionCount: 1, maxSessions: 3 },
      { workerId: 'w2', status: 'ONLINE', sessionCount: 1, maxSessions: 3 },
    ]);
    await eventually('their endpoints', async () => (await worker('w1'))?.endpoint === stage.cluster.member('w1').url);
  });

  it('are shown to administrators only', async () => {
    const somebody = await gateway.register();
    for (const [method, path] of [
      ['GET', '/workers'],
      ['GET', '/workers/statistics'],
      ['POST', '/workers/w1/drain'],
      ['DELETE', '/workers/w1'],
      ['POST', '/sessions/s0/migrate'],
    ] as const) {
      expect((await somebody.call(method, path)).status).toBe(403);
    }
  });

  it('have figures, together, each, and over time', async () => {
    expect(await admin.get('/workers/statistics')).toMatchObject({
      totals: { workers: 2, online: 2, sessions: 2, capacity: 6 },
    });
    const { metrics } = await eventually('a sample', async () => {
      const history = await admin.get<{ metrics: Record<string, unknown>[] }>('/workers/w1/metrics');
      return history.metrics.length > 0 && history;
    });
    expect(metrics[0]).toMatchObject({ status: 'ONLINE' });
  });

  it('can be tested by their endpoint', async () => {
    const { endpoint } = (await worker('w1'))!;
    expect(await admin.post('/workers/test', { endpoint })).toMatchObject({ reachable: true, healthy: true });
    expect(await admin.post('/workers/test', { endpoint: gateway.url })).toMatchObject({
      reachable: true,
      healthy: false,
    });
    expect(await admin.post('/workers/test', { endpoint: 'http://127.0.0.1:48125' })).toMatchObject({
      reachable: false,
      detail: 'ECONNREFUSED',
    });
  });

  it('have a health monitor that can be stopped and started', async () => {
    expect(await admin.post('/workers/health/stop')).toMatchObject({ running: false });
    expect(await admin.get('/workers/health/status')).toMatchObject({ running: false, online: 2 });
    expect(await admin.post('/workers/health/start')).toMatchObject({ running: true });
  });

  it('can be expected: pending until one registers at the endpoint', async () => {
    const endpoint = 'http://127.0.0.1:48123';
    const expected = { endpoint, maxSessions: 7, description: 'the new machine' };
    const { workerId } = await admin.post<WorkerView>('/workers', expected);
    expect(await worker(workerId)).toMatchObject({ status: 'PENDING', endpoint, maxSessions: 7, lastHeartbeat: null });
    expect((await admin.call('POST', '/workers', expected)).status).toBe(409);
    const headers = asWorker(stage.cluster.env['WORKER_AUTH_TOKEN']!);
    const body = { workerId: 'outside', endpoint, maxSessions: 7 };
    expect((await gateway.call('POST', '/v1/workers/register', { headers, body })).status).toBe(201);
    expect(await worker(workerId)).toBeUndefined();
    expect(await worker('outside')).toMatchObject({ status: 'ONLINE', description: 'the new machine' });
    const beat = { sessionCount: 4, cpuUsage: 12.5, memoryUsage: 30 };
    expect((await gateway.call('PUT', '/v1/workers/outside/heartbeat', { headers, body: beat })).status).toBe(200);
    expect(await worker('outside')).toMatchObject({ sessionCount: 4, cpuUsage: 12.5, memoryUsage: 30 });
    await admin.call('DELETE', '/workers/outside');
  });

  it('register, beat and report with the right token only', async () => {
    const body = { workerId: 'stranger', endpoint: 'http://127.0.0.1:48124' };
    for (const headers of [asWorker('wrong'), {}]) {
      expect((await gateway.call('POST', '/v1/workers/register', { headers, body })).status).toBe(401);
      expect((await gateway.call('PUT', '/v1/workers/w1/heartbeat', { headers, body: {} })).status).toBe(401);
      expect((await gateway.call('POST', '/api/webhooks/session-status', { headers, body: {} })).status).toBe(401);
    }
    expect(await worker('stranger')).toBeUndefined();
  });

  it('that are outside report what a session is', async () => {
    const { sessionId } = await admin.post<{ sessionId: string }>('/sessions', { sessionId: 'elsewhere' });
    const headers = asWorker(stage.cluster.env['WORKER_AUTH_TOKEN']!);
    const body = { sessionId, status: 'connected' };
    expect((await gateway.call('POST', '/api/webhooks/session-status', { headers, body })).status).toBe(200);
    await admin.status(sessionId, 'CONNECTED');
  });

  it('even out their load, one session at a time', async () => {
    await admin.post('/sessions/s0/migrate', { workerId: 'w1' });
    await admin.post('/sessions/s1/migrate', { workerId: 'w1' });
    await eventually('an even load', async () => (await worker('w1'))?.sessionCount === 1, 30_000);
    await eventually('the session there', async () => {
      const owners = await Promise.all(['s0', 's1'].map((id) => stage.workerOf(id)));
      return owners.includes('w1') && owners.includes('w2');
    });
    await stage.allConnected();
  }, 60_000);

  it('that are gone are offline, and then forgotten', async () => {
    await stage.cluster.member('w2').kill();
    await eventually('the end of it', async () => (await worker('w2'))?.status === 'OFFLINE');
    expect((await admin.call('POST', '/workers/w2/drain')).status).toBe(404);
    expect((await admin.call('DELETE', '/workers/w2')).status).toBe(200);
    expect(await worker('w2')).toBeUndefined();
    await stage.allConnected();
  });

  it('that run are drained before they are forgotten', async () => {
    const other = await stage.cluster.worker({ WORKER_ID: 'w3' });
    expect((await admin.call('DELETE', '/workers/w1')).status).toBe(200);
    expect(await stage.cluster.member('w1').program.exited).toEqual({ code: 0, signal: null });
    await eventually('nothing of it', async () => (await worker('w1')) === undefined);
    await stage.allConnected();
    expect(await stage.sessionsOf(other)).toHaveLength(2);
  }, 60_000);
});
