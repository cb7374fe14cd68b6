import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PATTERNS } from '../contracts/index.js';
import { type NewRun, type WorkerPulse, Workers } from '../mailbox/index.js';
import { AppConfig } from '../platform/config/index.js';
import { Log } from '../platform/logging/index.js';
import { Loop } from '../platform/loop/index.js';
import { Bus } from '../platform/transport/index.js';
import { Host } from './host.service.js';
import { ProcessLoad } from './process-load.js';
import { cpu, memory } from './worker-metrics.js';

const BEAT_MS = 1_000;
/** A worker without a connection looks as if it had been killed: it tries again sooner than it beats. */
const RETRY_MS = 100;
/** After so long without a beat others may have taken our accounts. */
const SUSPECT_MS = 3_000;
/** How long the accounts may take to be handed over when the process ends, and how long without any progress. */
const HAND_OVER_LIMIT_MS = 40_000;
const STANDSTILL_MS = 10_000;
/** How long what nobody takes over may take to be let go. */
const LET_GO_LIMIT_MS = 8_000;
const POLL_MS = 100;

/** This run of the worker in the cluster: says that it is alive and how much it has to do, and leaves without loss. */
@Injectable()
export class Membership implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly load = new ProcessLoad();
  private readonly beating: Loop;
  private readonly run: NewRun;
  private pulse: WorkerPulse | undefined;
  private state: 'ready' | 'draining' = 'ready';
  private lastBeatAt = performance.now();
  private failing = false;

  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly bus: Bus,
    private readonly workers: Workers,
    private readonly host: Host,
    private readonly http: HttpAdapterHost,
  ) {
    this.run = { workerId: config.workerId, incarnation: host.incarnation, maxSessions: config.workerMaxSessions };
    this.beating = new Loop({ name: 'worker beat', run: () => this.beat(), idleMs: BEAT_MS, log });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.workers.register(this.run);
    this.pulse = this.workers.pulse(this.run.incarnation, () => this.beating.nudge());
    this.beating.start();
    this.host.start();
    this.log.info({ workerId: this.config.workerId }, 'worker is ready');
  }

  /** Drains: other workers take the accounts over one after the other. What nobody takes is let go as it is. */
  async beforeApplicationShutdown(): Promise<void> {
    this.state = 'draining';
    this.host.stopClaiming();
    await this.beat();
    this.bus.tell(PATTERNS.placementWake, {});
    await this.handOver();
    await this.host.stop(LET_GO_LIMIT_MS);
    await this.beating.stop(1_000);
    this.pulse?.stop();
    await this.workers.leave(this.run.incarnation);
  }

  /** Our registration has changed. */
  wake(): void {
    this.beating.nudge();
  }

  private async handOver(): Promise<void> {
    const startedAt = performance.now();
    let left = this.host.size;
    let progressAt = startedAt;
    while (this.host.size > 0 && (await this.somebodyElse())) {
      const now = performance.now();
      if (this.host.size < left) progressAt = now;
      left = this.host.size;
      if (now - startedAt > HAND_OVER_LIMIT_MS || now - progressAt > STANDSTILL_MS) return;
      await sleep(POLL_MS);
    }
  }

  private async somebodyElse(): Promise<boolean> {
    try {
      const live = await this.workers.live();
      return live.some(({ workerId, state }) => state === 'ready' && workerId !== this.config.workerId);
    } catch (err) {
      this.log.warn({ err }, 'accounts are let go without knowing who takes them');
      return false;
    }
  }

  private async beat(): Promise<'more' | 'idle'> {
    try {
      const state = await this.pulse?.beat(this.report());
      // A process that was stopped for a while finds out here that its accounts are with others.
      if (performance.now() - this.lastBeatAt > SUSPECT_MS) this.host.wakeAccount();
      this.lastBeatAt = performance.now();
      this.failing = false;
      if (state === null) await this.registerAgain();
      else if (state === 'draining') this.drained();
    } catch (err) {
      if (!this.failing) this.log.warn({ err }, 'worker could not say that it is alive; trying again');
      this.failing = true;
      await sleep(RETRY_MS);
      return 'more';
    }
    return 'idle';
  }

  private report() {
    const { state } = this;
    const { size: sessions, messages } = this.host;
    const load = this.load.sample();
    cpu.set(load.cpuUsage / 100);
    memory.set(load.memoryUsage / 100);
    return { state, endpoint: this.endpoint(), sessions, messages, ...load };
  }

  private endpoint(): string | null {
    const address: unknown = this.http.httpAdapter.getHttpServer().address();
    if (typeof address !== 'object' || address === null || !('port' in address)) return null;
    const everywhere = this.config.host === '0.0.0.0' || this.config.host === '::';
    return `http://${everywhere ? hostname() : this.config.host}:${String(address.port)}`;
  }

  private async registerAgain(): Promise<void> {
    const { workerId } = this.config;
    if (await this.workers.registerAgain(this.run)) {
      this.log.warn({ workerId }, 'worker was taken for dead and is registered again');
      this.beating.nudge();
    } else {
      this.log.error({ workerId }, 'another process runs with this worker id; this one takes no accounts');
    }
  }

  /** An administrator wants this worker to go. It does when its last account has been handed over. */
  private drained(): void {
    if (this.state === 'ready') {
      this.log.info({ workerId: this.config.workerId }, 'worker is draining');
      this.state = 'draining';
      this.host.stopClaiming();
      this.bus.tell(PATTERNS.placementWake, {});
    } else if (this.host.size === 0 && this.config.role === 'worker') {
      process.kill(process.pid, 'SIGTERM');
    }
  }
}
