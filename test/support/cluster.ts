import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { redisForTests } from '../../scripts/redis-for-tests.mjs';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { createLogger } from '../../src/platform/logging/index.js';
import { Account, type Api } from './account.js';
import { type Answer, request, type RequestOptions } from './http.js';
import { jsonLine, Program } from './program.js';
import { Storage } from './storage.js';

type Env = Record<string, string>;

/** One process of the cluster: the built program in one of its two roles. */
export class Member {
  url = '';
  program!: Program;

  constructor(
    readonly id: string,
    private readonly env: Env,
  ) {}

  /** Starts the program (again), and waits until it is ready. */
  async up(env: Env = {}, limitMs?: number): Promise<this> {
    this.program = Program.run('dist/main.js', { env: { ...this.env, ...env } });
    this.url = await this.program.line(
      'that it is ready',
      (line) => {
        const { msg, url } = jsonLine(line) ?? {};
        return msg === 'ready' ? String(url) : undefined;
      },
      limitMs,
    );
    return this;
  }

  kill(): Promise<unknown> {
    return this.program.end('SIGKILL');
  }

  /** Stops the process in its tracks, as a machine without memory or time does; `resume` lets it go on. */
  freeze(): void {
    this.program.child.kill('SIGSTOP');
  }

  resume(): void {
    this.program.child.kill('SIGCONT');
  }

  stop(): Promise<{ code: number | null; signal: string | null }> {
    return this.program.end('SIGTERM', 60_000);
  }

  call<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>> {
    const base = path.startsWith('/v1') ? `${this.url}/api` : this.url;
    return request<T>(method, base + path, options);
  }

  /** A new user, signed in; the first one of the cluster is its administrator. */
  async register(email = `user-${randomBytes(6).toString('hex')}@example.org`): Promise<Account> {
    const { status, body } = await this.call<{ accessToken: string }>('POST', '/v1/auth/register', {
      body: { email, password: 'correct horse battery' },
    });
    if (status !== 201) throw new Error(`register: ${status} ${JSON.stringify(body)}`);
    return new Account(this, email, { authorization: `Bearer ${body.accessToken}` });
  }
}

/** The product in several processes, on a database, a Redis and an S3 server of its own. */
export class Cluster implements Api {
  readonly gateways: Member[] = [];
  readonly workers: Member[] = [];
  private next = 0;

  private constructor(
    readonly env: Env,
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    readonly redis: Awaited<ReturnType<typeof redisForTests>>,
    readonly storage: Storage,
  ) {}

  /** The stores, with the schema of this version, and no member yet. */
  static async start(whatsappWsUrl: string, env: Env = {}): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'wagate-cluster-'));
    const log = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: () => undefined });
    const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
    const redis = await redisForTests();
    const storage = await Storage.start(join(folder, 'storage'));
    const cluster = new Cluster(
      {
        HOST: '127.0.0.1',
        DATABASE_URL: postgres.url,
        WORKER_DATABASE_URL: workerUrl(postgres.url),
        REDIS_URL: redis.url,
        ...storage.env,
        WORKER_AUTH_TOKEN: randomBytes(24).toString('hex'),
        JWT_SECRET: randomBytes(24).toString('hex'),
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        WHATSAPP_WS_URL: whatsappWsUrl,
        EGRESS_ALLOW_PRIVATE: 'true',
        PACING: 'off',
        LOG_FORMAT: 'json',
        WEBHOOK_SCHEDULE: '0,0.2,0.2,0.5,1,1,1,1,1,1',
        ...env,
      },
      folder,
      postgres,
      redis,
      storage,
    );
    const migration = Program.run('dist/migrate.js', { env: cluster.env });
    const { code } = await migration.exited;
    if (code !== 0) throw new Error(`the migration failed:\n${migration.lines.join('\n')}`);
    return cluster;
  }

  async gateway(env: Env = {}): Promise<Member> {
    const gateway = new Member(`g${this.gateways.length + 1}`, { ...this.env, ROLE: 'gateway', PORT: '0', ...env });
    this.gateways.push(gateway);
    return gateway.up();
  }

  async worker(env: Env = {}): Promise<Member> {
    const id = env['WORKER_ID'] ?? `w${this.workers.length + 1}`;
    const DATABASE_URL = this.env['WORKER_DATABASE_URL'] ?? '';
    const own = { ROLE: 'worker', WORKER_ID: id, WORKER_PORT: '0', DATABASE_URL };
    const worker = new Member(id, { ...this.env, ...own, ...env });
    this.workers.push(worker);
    return worker.up();
  }

  /** A new user, signed in, who calls whichever gateway answers; the first one of the cluster is its administrator. */
  async register(): Promise<Account> {
    const { email, headers } = await this.gateways[0]!.register();
    return new Account(this, email, headers);
  }

  /** Asks the gateways in turn, until one takes the request: what a proxy in front of them does. */
  async call<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>> {
    let refused: unknown;
    for (let attempt = 0; attempt < 20; attempt++) {
      const gateway = this.gateways[this.next++ % this.gateways.length]!;
      try {
        return await gateway.call<T>(method, path, options);
      } catch (error) {
        refused = error;
        await sleep(100);
      }
    }
    throw new Error('no gateway takes requests', { cause: refused });
  }

  member(workerId: string): Member {
    const found = this.workers.find(({ id }) => id === workerId);
    if (!found) throw new Error(`there is no worker ${workerId}`);
    return found;
  }

  /** Ends everything that belongs to this cluster, and forgets its data. */
  async dispose(): Promise<void> {
    await Promise.all([...this.gateways, ...this.workers].map((member) => member.kill()));
    await this.storage.stop();
    await this.redis.stop();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Workers have a login of their own, which sees only what they need. */
function workerUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = 'wagate_shard';
  url.password = randomBytes(12).toString('hex');
  return url.href;
}
