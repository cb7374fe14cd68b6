import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../logging/index.js';

const CHECK_LIMIT_MS = 1000;

export interface HealthCheckResult {
  name: string;
  status: 'ok' | 'failing';
  durationMs: number;
}

type Check = () => Promise<void>;

@Injectable()
export class Readiness implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly checks = new Map<string, Check>();
  private readonly failing = new Set<string>();
  private state: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(private readonly log: Log) {}

  /** The process is ready only while `check` resolves within a second; it is run for every probe, so it must be cheap. */
  register(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Runs all checks; what they threw is in the log, not in the answer. */
  async run(): Promise<HealthCheckResult[]> {
    return Promise.all([...this.checks].map(([name, check]) => this.runOne(name, check)));
  }

  /** Why no requests should be sent here now; null when they should. */
  async obstacle(): Promise<string | null> {
    if (this.state !== 'running') return `This process is ${this.state}.`;
    const failing = (await this.run()).filter((result) => result.status === 'failing');
    return failing.length === 0 ? null : `Not working: ${failing.map((result) => result.name).join(', ')}.`;
  }

  onApplicationBootstrap(): void {
    this.state = 'running';
  }

  onModuleDestroy(): void {
    this.state = 'stopping';
  }

  private async runOne(name: string, check: Check): Promise<HealthCheckResult> {
    const startedAt = performance.now();
    const error = await outcome(check);
    this.report(name, error);
    const durationMs = Math.round(performance.now() - startedAt);
    return { name, status: error === undefined ? 'ok' : 'failing', durationMs };
  }

  /** One line when a check begins to fail and one when it recovers: probes come every few seconds. */
  private report(name: string, error: unknown): void {
    if (error !== undefined && !this.failing.has(name))
      this.log.warn({ check: name, err: error }, 'health check fails');
    if (error === undefined && this.failing.has(name)) this.log.info({ check: name }, 'health check works again');
    if (error === undefined) this.failing.delete(name);
    else this.failing.add(name);
  }
}

/** What the check threw, or that it took too long; undefined when it was fine. */
async function outcome(check: Check): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  });
  try {
    return await Promise.race([check().then(() => undefined), late]);
  } catch (error) {
    return error ?? new Error('the check failed without an error');
  } finally {
    clearTimeout(timer);
  }
}
