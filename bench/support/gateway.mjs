import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { eventually } from './eventually.mjs';
import { inFlight } from './load.mjs';
import { cpuMs, descendants, rssMb, sharedMb } from './proc.mjs';
import { freePort, Program } from './program.mjs';

const START_LIMIT_MS = 60_000;
const PAIRINGS_AT_ONCE = 4;
const SCANS = 4;
const SETTINGS = {
  HOST: '127.0.0.1',
  EGRESS_ALLOW_PRIVATE: 'true',
  PACING: 'off',
  WORKER_MAX_SESSIONS: '2000',
  LOG_LEVEL: 'warn',
  LOG_FORMAT: 'json',
};

/** The gateway as one runs it: `node dist/main.js`, one worker inside, its own PostgreSQL with fsync on. */
export class Gateway {
  /** In the order of pairing: `sessionId`, `apiKey`, the `phoneNumber` of its phone and the number of a `contact` of its own. */
  sessions = [];

  /** `env` makes it another gateway: that of a cluster. */
  constructor(sandbox, nodeArgs, env = {}) {
    Object.assign(this, { sandbox, nodeArgs, env });
  }

  /** Starts with an empty data folder and registers a user. */
  async start() {
    this.dataDir = await mkdtemp(join(tmpdir(), 'wagate-bench-'));
    await this.up();
    const user = { email: 'bench@example.org', password: 'correct horse battery' };
    const { accessToken } = await this.call('POST', '/auth/register', user, {});
    this.signedIn = { authorization: `Bearer ${accessToken}` };
  }

  /** Until it takes requests. */
  async up() {
    const PORT = String(await freePort());
    const env = { ...SETTINGS, PORT, DATA_DIR: this.dataDir, ...this.sandbox.env, ...this.env };
    this.program = new Program('dist/main.js', { env, nodeArgs: this.nodeArgs });
    this.program.child.stdout.pipe(process.stderr);
    this.http = new Pool(`http://127.0.0.1:${PORT}`, { connections: 128 });
    await eventually('gateway', START_LIMIT_MS, async () => {
      if (this.program.hasEnded) throw new Error('the gateway did not start');
      const answer = await this.http.request({ method: 'GET', path: '/ready' }).catch(() => undefined);
      await answer?.body.dump();
      return answer?.statusCode === 200;
    });
  }

  async down() {
    await this.http.close();
    await this.program.end();
  }

  async dispose() {
    await this.down();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Until there are so many connected sessions. */
  async pairUpTo(count) {
    await inFlight(PAIRINGS_AT_ONCE, count - this.sessions.length, async () => {
      const { sessionId, apiKey } = await this.call('POST', '/sessions', {});
      const phoneNumber = await this.#scanned(sessionId);
      this.sessions.push({ sessionId, apiKey, phoneNumber, contact: await this.sandbox.contact() });
    });
    await this.connected();
  }

  /** A busy machine may be too slow for a code; there is another one. */
  async #scanned(sessionId) {
    for (let scan = 1; ; scan++) {
      try {
        const { qr } = await this.call('POST', `/sessions/${sessionId}/connect`, {});
        return await this.sandbox.scan(qr);
      } catch (error) {
        if (scan === SCANS) throw error;
      }
    }
  }

  connected() {
    return this.sandbox.ready(this.sessions.map((session) => session.phoneNumber));
  }

  /** To the session's contact, or `to`. The answer is that the message is stored; with `wait`, that WhatsApp's server has it. */
  async send({ sessionId, apiKey, contact, to = `+${contact}` }, { wait = false } = {}) {
    const path = `/sessions/${sessionId}/messages${wait ? '?wait=sent&timeoutMs=30000' : ''}`;
    const body = { to, type: 'text', text: 'Your order is ready.' };
    const answer = await this.call('POST', path, body, { 'x-api-key': apiKey });
    if (wait && answer.status === 'QUEUED') throw new Error('WhatsApp had no message within 30 s');
  }

  async call(method, path, body, credential = this.signedIn) {
    const headers = { 'content-type': 'application/json', ...credential };
    const request = { method, path: `/api/v1${path}`, headers, body: JSON.stringify(body) };
    const { statusCode, body: answer } = await this.http.request(request);
    if (statusCode < 300) return answer.json();
    throw new Error(`${method} ${path}: ${statusCode} ${await answer.text()}`);
  }

  /** CPU time in ms so far: of the gateway's own process, and of its PostgreSQL. */
  cpu() {
    const postgres = descendants(this.program.pid).map(cpuMs);
    return { own: cpuMs(this.program.pid), postgres: postgres.reduce((sum, ms) => sum + ms, 0) };
  }

  /** Memory in MB: of the gateway's own process, and of its PostgreSQL. */
  memory() {
    return { own: rssMb(this.program.pid), postgres: sharedMb(descendants(this.program.pid)) };
  }

  collectGarbage() {
    this.program.child.kill('SIGUSR2');
  }

  /** Where its PostgreSQL listens, for a look from outside. */
  async postgres() {
    const data = join(this.dataDir, 'postgres', 'data');
    const [, , , port] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    const password = (await readFile(join(data, 'wagate.password'), 'utf8')).trim();
    return { host: '127.0.0.1', port: Number(port), user: 'wagate', password, database: 'wagate' };
  }
}
