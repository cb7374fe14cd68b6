import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../logging/index.js';

const CHECK_LIMIT_MS = 1000;

export interface HealthCheckResult {
  name: string;
  status: 'ok' | 'failing';
  durationMs: number;
}

type Probe = () => Promise<void>;

/** `obstacle` says why no requests should be sent; null when they should. */
export interface Judgement {
  obstacle: string | null;
  failing: string[];
}

interface Check {
  probe: Probe;
  needed: boolean;
}

@Injectable()
export class Readiness implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly checks = new Map<string, Check>();
  private readonly failing = new Set<string>();
  private state: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(private readonly log: Log) {}

  /**
   * The process works fully only while `probe` resolves within a second; it is asked for every check of health, so it must be
   * cheap. Requests are kept away meanwhile, unless the process is good for most of them without it: `needed: false`.
   */
  register(name: string, probe: Probe, { needed } = { needed: true }): void {
    this.checks.set(name, { probe, needed });
  }

  /** Runs all checks; what they threw is in the log, not in the answer. */
  async run(): Promise<HealthCheckResult[]> {
    return Promise.all([...this.checks].map(([name, check]) => this.runOne(name, check)));
  }

  /** Whether requests should be sent here now, and what does not work, as far as it was looked at. */
  async judge(): Promise<Judgement> {
    if (this.state !== 'running') return { obstacle: `This process is ${this.state}.`, failing: [] };
    const results = await this.run();
    const failing = results.filter(({ status }) => status === 'failing').map(({ name }) => name);
    const needed = failing.filter((name) => this.checks.get(name)?.needed);
    return { obstacle: needed.length === 0 ? null : `Not working: ${needed.join(', ')}.`, failing };
  }

  onApplicationBootstrap(): void {
    this.state = 'running';
  }

  onModuleDestroy(): void {
    this.state = 'stopping';
  }

  private async runOne(name: string, { probe }: Check): Promise<HealthCheckResult> {
    const startedAt = performance.now();
    const error = await outcome(probe);
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

/** What the probe threw, or that it took too long; undefined when it was fine. */
async function outcome(probe: Probe): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  });
  try {
    return await Promise.race([probe().then(() => undefined), late]);
  } catch (error) {
    return error ?? new Error('the check failed without an error');
  } finally {
    clearTimeout(timer);
  }
}
