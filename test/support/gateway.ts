import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from './account.js';
import { type Answer, request, type RequestOptions } from './http.js';
import { jsonLine, Program } from './program.js';

/** The gateway as its users run it: the built program with a data folder of its own. */
export class Gateway {
  url = '';
  program!: Program;

  private constructor(
    readonly dataDir: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts with an empty data folder. Retries of webhooks come quickly, unless `env` says otherwise. */
  static async start(whatsappWsUrl: string, env: Record<string, string> = {}): Promise<Gateway> {
    const dataDir = await mkdtemp(join(tmpdir(), 'wagate-e2e-'));
    const gateway = new Gateway(dataDir, {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      WHATSAPP_WS_URL: whatsappWsUrl,
      EGRESS_ALLOW_PRIVATE: 'true',
      PACING: 'off',
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      WEBHOOK_SCHEDULE: '0,0.2,0.2,0.5,1,1,1,1,1,1',
      ...env,
    });
    await gateway.up();
    return gateway;
  }

  /** Starts the program (again) on the same data. */
  async up(env: Record<string, string> = {}): Promise<void> {
    this.program = Program.run('dist/main.js', { env: { ...this.env, ...env } });
    this.url = await this.program.line('that it is ready', readyUrl);
  }

  /** As a power cut: no word to anybody. The embedded database is left behind, as in life. */
  kill(): Promise<unknown> {
    return this.program.end('SIGKILL');
  }

  stop(): Promise<{ code: number | null; signal: string | null }> {
    return this.program.end('SIGTERM');
  }

  /** Ends everything that this gateway started, and forgets its data. */
  async dispose(): Promise<void> {
    await this.stop();
    killLeftPostgres(this.dataDir);
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  call<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>> {
    const base = path.startsWith('/api') || !path.startsWith('/v1') ? this.url : `${this.url}/api`;
    return request<T>(method, base + path, options);
  }

  /** A new user, signed in. */
  async register(email = `user-${Math.random().toString(36).slice(2)}@example.org`): Promise<Account> {
    const { status, body } = await this.call<{ accessToken: string }>('POST', '/v1/auth/register', {
      body: { email, password: 'correct horse battery' },
    });
    if (status !== 201) throw new Error(`register: ${status} ${JSON.stringify(body)}`);
    return new Account(this, email, { authorization: `Bearer ${body.accessToken}` });
  }
}

/** As programs read it in the log, and as people do. */
function readyUrl(line: string): string | undefined {
  const { msg, url } = jsonLine(line) ?? {};
  return msg === 'ready' ? String(url) : /^ {2}API +(\S+)\/api\/v1$/.exec(line)?.[1];
}

function killLeftPostgres(dataDir: string): void {
  try {
    const [pid] = readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    return; // No such file or process: nothing was left behind.
  }
}
