import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisForTests } from '../../scripts/redis-for-tests.mjs';
import { type Holder, holdDatabase } from '../platform/support/database-holder.js';
import { Account, type Api } from './account.js';
import { type Answer, request, type RequestOptions } from './http.js';
import { jsonLine, Program } from './program.js';

/** One gateway of several. */
export class Replica implements Api {
  private constructor(
    readonly program: Program,
    readonly url: string,
  ) {}

  static async start(env: Record<string, string>): Promise<Replica> {
    const program = Program.run('dist/main.js', { env });
    const url = await program.line('that it is ready', (line) => {
      const { msg, url: ready } = jsonLine(line) ?? {};
      return msg === 'ready' ? String(ready) : undefined;
    });
    return new Replica(program, url);
  }

  call<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>> {
    return request<T>(method, `${this.url}/api${path}`, options);
  }
}

/** One database, one Redis, one worker and several gateways, as processes of their own. */
export class Cluster {
  readonly gateways: Replica[] = [];

  private constructor(
    private readonly dataDir: string,
    private readonly database: Holder,
    private readonly redis: { stop: () => Promise<void> },
    private readonly env: Record<string, string>,
    private readonly worker: Replica,
  ) {}

  static async start(whatsappWsUrl: string, more: Record<string, string> = {}): Promise<Cluster> {
    const dataDir = await mkdtemp(join(tmpdir(), 'wagate-cluster-'));
    const [database, redis] = await Promise.all([holdDatabase(dataDir), redisForTests()]);
    const env = {
      HOST: '127.0.0.1',
      PORT: '0',
      WORKER_PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      MINIO_ENDPOINT: '127.0.0.1:9',
      MINIO_ACCESS_KEY: 'of-a-test',
      MINIO_SECRET_KEY: 'kept-by-nobody',
      WORKER_AUTH_TOKEN: 'a-token-that-all-of-them-know',
      JWT_SECRET: 'pW3sL8vKq1zXc9mNb2rT5yUe7oAd4fGh',
      ENCRYPTION_KEY: Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37) % 251)).toString('base64'),
      WHATSAPP_WS_URL: whatsappWsUrl,
      EGRESS_ALLOW_PRIVATE: 'true',
      PACING: 'off',
      LOG_FORMAT: 'json',
      WEBHOOK_SCHEDULE: '0,0.2,0.2,0.5,1,1,1,1,1,1',
      ...more,
    };
    const migrated = await Program.run('dist/migrate.js', { env }).exited;
    if (migrated.code !== 0) throw new Error('the migrations failed');
    const worker = await Replica.start({ ...env, ROLE: 'worker', WORKER_ID: 'w1' });
    return new Cluster(dataDir, database, redis, env, worker);
  }

  async addGateway(): Promise<Replica> {
    const gateway = await Replica.start({ ...this.env, ROLE: 'gateway' });
    this.gateways.push(gateway);
    return gateway;
  }

  async register(): Promise<Account> {
    const email = `user-${Math.random().toString(36).slice(2)}@example.org`;
    const [first] = this.gateways;
    const { status, body } = await first!.call<{ accessToken: string }>('POST', '/v1/auth/register', {
      body: { email, password: 'correct horse battery' },
    });
    if (status !== 201) throw new Error(`register: ${status} ${JSON.stringify(body)}`);
    return new Account(first!, email, { authorization: `Bearer ${body.accessToken}` });
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.gateways, this.worker].map(({ program }) => program.end('SIGTERM')));
    await this.redis.stop();
    await this.database.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
