import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../logging/index.js';
import { checkDuration, dependencyUp, measureHealth } from './health-metrics.js';
import { afterLook, type Standing } from './steady.js';

const CHECK_LIMIT_MS = 1000;
/** Whoever asks more often gets the same answer. */
const KEPT_MS = 1000;

export interface HealthCheckResult {
  name: string;
  status: 'ok' | 'failing';
  /** Of the last look. */
  durationMs: number;
  /** Whether requests are kept away while it fails. */
  needed: boolean;
  /** What the last look told besides. */
  details?: object;
}

type Probe = () => Promise<object | void>;

/** `obstacle` says why no requests should be sent; null when they should. */
export interface Judgement {
  obstacle: string | null;
  failing: string[];
}

interface Check {
  name: string;
  probe: Probe;
  needed: boolean;
  standing: Standing | null;
}

/**
 * What this process depends on, and whether it works. A look is kept for a second, ends within one, and two of them in a row
 * change the answer, so that nothing flaps (see {@link afterLook}).
 */
@Injectable()
export class Readiness implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly checks: Check[] = [];
  private state: 'starting' | 'running' | 'stopping' = 'starting';
  private last: { at: number; results: Promise<HealthCheckResult[]> } | null = null;

  constructor(private readonly log: Log) {}

  /**
   * The process works fully only while `probe` resolves within a second; it is asked once a second at most. What it gives is shown
   * to everybody: figures, no secrets. Requests are kept away meanwhile, unless the process is good for most of them without it:
   * `needed: false`.
   */
  register(name: string, probe: Probe, { needed } = { needed: true }): void {
    this.checks.push({ name, probe, needed, standing: null });
  }

  /** All checks, as they are by a look of this second; what they threw is in the log, not in the answer. */
  run(): Promise<HealthCheckResult[]> {
    const now = performance.now();
    if (this.last === null || now - this.last.at >= KEPT_MS) {
      this.last = { at: now, results: Promise.all(this.checks.map((check) => this.look(check))) };
    }
    return this.last.results;
  }

  /** Whether requests should be sent here now, and what does not work, as far as it was looked at. */
  async judge(): Promise<Judgement> {
    if (this.state !== 'running') return { obstacle: `This process is ${this.state}.`, failing: [] };
    const failing = (await this.run()).filter(({ status }) => status === 'failing');
    const needed = failing.filter((check) => check.needed).map(({ name }) => name);
    const obstacle = needed.length === 0 ? null : `Not working: ${needed.join(', ')}.`;
    return { obstacle, failing: failing.map(({ name }) => name) };
  }

  onApplicationBootstrap(): void {
    this.state = 'running';
    measureHealth(() => this.run());
  }

  onModuleDestroy(): void {
    this.state = 'stopping';
  }

  private async look(check: Check): Promise<HealthCheckResult> {
    const { name, needed, probe } = check;
    const startedAt = performance.now();
    const { error, details } = await outcome(probe);
    const ms = performance.now() - startedAt;
    const before = check.standing;
    check.standing = afterLook(before, error === undefined, startedAt);
    this.tell(name, before, check.standing, error);
    dependencyUp.set({ dependency: name }, check.standing.isOk ? 1 : 0);
    checkDuration.set({ dependency: name }, ms / 1000);
    const status = check.standing.isOk ? 'ok' : 'failing';
    return { name, status, durationMs: Math.round(ms), needed, ...(details && { details }) };
  }

  /** One line when a check begins to fail and one when it recovers: probes come every few seconds. */
  private tell(check: string, before: Standing | null, { isOk }: Standing, err: unknown): void {
    if (isOk === (before?.isOk ?? true)) return;
    if (isOk) this.log.info({ check }, 'health check works again');
    else this.log.warn({ check, err }, 'health check fails');
  }
}

/** What the probe gave, or what it threw, or that it took too long. */
async function outcome(probe: Probe): Promise<{ error?: unknown; details?: object | undefined }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, CHECK_LIMIT_MS, new Error(`no answer within ${CHECK_LIMIT_MS} ms`));
  });
  try {
    const details = await Promise.race([probe(), late]);
    return { details: details ?? undefined };
  } catch (error) {
    return { error: error ?? new Error('the check failed without an error') };
  } finally {
    clearTimeout(timer);
  }
}
