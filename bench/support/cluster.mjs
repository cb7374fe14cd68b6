import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClusterStores } from '../../scripts/cluster-stores.mjs';
import { eventually } from './eventually.mjs';
import { Gateway } from './gateway.mjs';
import { inFlight } from './load.mjs';
import { cpuMs, descendants, rssMb } from './proc.mjs';
import { freePort, Program } from './program.mjs';

const COLLECTABLE = ['--expose-gc', '--import', new URL('collect-on-signal.mjs', import.meta.url).href];
const START_LIMIT_MS = 60_000;
const MOVE_LIMIT_MS = 60_000;
const SETTINGS = {
  HOST: '127.0.0.1',
  WORKER_MAX_SESSIONS: '2000',
  REBALANCE_SECONDS: '0',
  PACING: 'off',
  LOG_LEVEL: 'error',
  LOG_FORMAT: 'json',
};

/** One gateway and some workers as processes of their own, on a PostgreSQL with fsync on, a Redis and an S3 server. */
export class Cluster {
  /** By id; those that run. */
  workers = new Map();

  /** With no worker yet. */
  static async start(sandbox) {
    const folder = await mkdtemp(join(tmpdir(), 'wagate-bench-cluster-'));
    const cluster = Object.assign(new Cluster(), { sandbox, folder });
    try {
      cluster.stores = await startClusterStores(folder);
      cluster.env = { ...cluster.stores.env, ...SETTINGS, ...sandbox.env };
      await cluster.#migrate();
      cluster.gateway = new Gateway(sandbox, [], { ...cluster.env, ROLE: 'gateway' });
      await cluster.gateway.start();
      return cluster;
    } catch (error) {
      await cluster.dispose();
      throw error;
    }
  }

  /** Until it is ready. */
  async startWorker(workerId) {
    const WORKER_PORT = String(await freePort());
    const DATABASE_URL = this.env.WORKER_DATABASE_URL;
    const env = { ...this.env, DATABASE_URL, ROLE: 'worker', WORKER_ID: workerId, WORKER_PORT };
    const program = new Program('dist/main.js', { env, nodeArgs: COLLECTABLE });
    program.child.stdout.pipe(process.stderr);
    this.workers.set(workerId, program);
    await eventually(`worker ${workerId}`, START_LIMIT_MS, async () => {
      const answer = await fetch(`http://127.0.0.1:${WORKER_PORT}/ready`).catch(() => undefined);
      return answer?.ok;
    });
  }

  /** kill -9. Gives the time of it. */
  async killWorker(workerId) {
    const { child, exited } = this.workers.get(workerId);
    this.workers.delete(workerId);
    const killedAt = Date.now();
    child.kill('SIGKILL');
    await exited;
    return killedAt;
  }

  get sessions() {
    return this.gateway.sessions;
  }

  pairUpTo(count) {
    return this.gateway.pairUpTo(count);
  }

  /** The sessions of each worker that has some. */
  async placement() {
    const byWorker = new Map();
    await inFlight(8, this.sessions.length, async (index) => {
      const session = this.sessions[index];
      const { worker } = await this.gateway.call('GET', `/sessions/${session.sessionId}`);
      byWorker.set(worker?.workerId, [...(byWorker.get(worker?.workerId) ?? []), session]);
    });
    return byWorker;
  }

  async move({ sessionId }, workerId) {
    await this.gateway.call('POST', `/sessions/${sessionId}/migrate`, { workerId });
  }

  /** Waits until each of these has logged in since then; gives what WhatsApp saw of them: `phoneNumber`, `event`, `at` in ms. */
  async loginsSince(sessions, since) {
    const numbers = new Set(sessions.map(({ phoneNumber }) => phoneNumber));
    return eventually(`${sessions.length} logins`, MOVE_LIMIT_MS, async () => {
      const { entries } = await this.sandbox.call('GET', '/log');
      const seen = entries
        .map(({ phoneNumber, event, at }) => ({ phoneNumber, event, at: Date.parse(at) }))
        .filter(({ phoneNumber, at }) => numbers.has(phoneNumber) && at >= since);
      const loggedIn = new Set(seen.filter(({ event }) => event === 'login').map(({ phoneNumber }) => phoneNumber));
      return loggedIn.size === numbers.size && seen;
    });
  }

  /** So far: CPU time in ms of a worker and of PostgreSQL, and the worker's memory in MB. */
  use(workerId) {
    const { pid } = this.workers.get(workerId);
    const { postgresPid } = this.stores;
    const postgres = [postgresPid, ...descendants(postgresPid)].map(cpuMs);
    return { cpu: cpuMs(pid), postgresCpu: postgres.reduce((sum, ms) => sum + ms, 0), memory: rssMb(pid) };
  }

  collectGarbage(workerId) {
    this.workers.get(workerId).child.kill('SIGUSR2');
  }

  async dispose() {
    await Promise.all([...this.workers.keys()].map((workerId) => this.killWorker(workerId)));
    await this.gateway?.dispose();
    await this.stores?.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async #migrate() {
    const program = new Program('dist/migrate.js', { env: this.env });
    const [code] = await program.exited;
    if (code !== 0) throw new Error('the migrations failed');
  }
}
