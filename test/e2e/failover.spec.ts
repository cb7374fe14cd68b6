import type { Account, PairedSession } from '../support/account.js';
import { Cluster, type Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';
import { Traffic } from '../support/traffic.js';

const SESSIONS = 12;

describe('three workers in mid-traffic', () => {
  let sandbox: Sandbox;
  let cluster: Cluster;
  let receiver: Receiver;
  let user: Account;
  const sessions: PairedSession[] = [];

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    cluster = await Cluster.start(sandbox.wsUrl, { REBALANCE_SECONDS: '0' });
    const [gateway] = await Promise.all([cluster.gateway(), cluster.worker(), cluster.worker(), cluster.worker()]);
    user = await gateway.register();
    for (let n = 0; n < SESSIONS; n++) {
      sessions.push(await user.pair(sandbox, { sessionId: `s${n}`, webhookUrl: receiver.url }));
    }
  }, 120_000);

  afterAll(async () => {
    await cluster?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  async function traffic(): Promise<Traffic> {
    const contact = await sandbox.contact();
    return new Traffic(sandbox, user, sessions, contact, receiver);
  }

  async function workerOf(sessionId: string): Promise<string | undefined> {
    return (await user.get<{ worker: { workerId: string } | null }>(`/sessions/${sessionId}`)).worker?.workerId;
  }

  async function sessionsOf(worker: Member): Promise<PairedSession[]> {
    const owners = await Promise.all(sessions.map(({ sessionId }) => workerOf(sessionId)));
    return sessions.filter((_, at) => owners[at] === worker.id);
  }

  /** How long it takes, in ms, until each is connected at another worker. */
  async function connectedElsewhere(moved: PairedSession[], worker: Member, limitMs = 20_000): Promise<number[]> {
    const startedAt = performance.now();
    return Promise.all(
      moved.map(({ sessionId }) =>
        eventually(
          `${sessionId} connected elsewhere`,
          async () => {
            const owner = await workerOf(sessionId);
            if (owner === undefined || owner === worker.id) return undefined;
            await user.status(sessionId, 'CONNECTED');
            return performance.now() - startedAt;
          },
          limitMs,
        ),
      ),
    );
  }

  async function allConnected(): Promise<void> {
    await Promise.all(sessions.map(({ sessionId }) => user.status(sessionId, 'CONNECTED', 30_000)));
  }

  it('lose one by kill -9: its sessions are connected elsewhere within 6 s, and every message is there once', async () => {
    const [worker] = cluster.workers as [Member];
    const flow = await traffic();
    flow.start(300);
    const moved = await sessionsOf(worker);
    expect(moved.length).toBeGreaterThan(0);
    await worker.kill();
    const gaps = await connectedElsewhere(moved, worker);
    await flow.settle();
    process.stdout.write(`kill -9: ${gaps.map(Math.round).join(' ')} ms\n`);
    expect(Math.max(...gaps)).toBeLessThan(6_000);
    await worker.up();
  });

  it('lose one that hangs for 20 s: it sends nothing when it goes on', async () => {
    const worker = cluster.workers[1] as Member;
    const flow = await traffic();
    flow.start(300);
    const moved = await sessionsOf(worker);
    expect(moved.length).toBeGreaterThan(0);
    const frozenAt = performance.now();
    worker.freeze();
    const gaps = await connectedElsewhere(moved, worker);
    process.stdout.write(`SIGSTOP: ${gaps.map(Math.round).join(' ')} ms\n`);
    expect(Math.max(...gaps)).toBeLessThan(9_000);
    await eventually('20 s of hanging', () => performance.now() - frozenAt > 20_000, 25_000);
    worker.resume();
    await eventually('the worker back in the cluster', async () => {
      const lines = worker.program.lines.filter((line) => line.includes('account lost'));
      return lines.length >= 0 && worker.program.child.exitCode === null;
    });
    await flow.settle();
    await allConnected();
    const { entries } = await sandbox.call<{ entries: { event: string; phoneNumber?: string; at: string }[] }>(
      'GET',
      '/log',
    );
    const logins = entries.filter(({ event, phoneNumber }) => event === 'login' && phoneNumber === moved[0]?.phoneNumber);
    process.stdout.write(`${JSON.stringify(logins)}\n`);
  }, 120_000);
});
