import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Log } from '../../platform/logging/index.js';
import { endsWithin, Loop } from '../../platform/loop/index.js';
import { Courier, type Run } from './courier.service.js';
import type { Lane } from './lane-work.js';
import { Lanes } from './lanes.repository.js';

/** Lanes under way in this process. Most of them wait for an answer, which costs a socket and little else. */
const MAX_RUNNING = 512;
/** Endpoints that hang must leave room for those that do not. */
const MAX_FAILING = 128;
/** After this many pages of 50 a lane makes room for others that may wait for its place. */
const PAGES_A_TURN = 20;
/** How often all webhooks are looked at, also those that nobody nudged for. */
const SWEEP_MS = 500;
/** A fifth of the time after which a process is taken for dead. */
const BEAT_MS = 1_000;
/** What is still under way then is sent again by another process, or by the next run of this one. */
const STOP_LIMIT_MS = 4_000;

interface Running extends Run {
  failing: boolean;
  done: Promise<void>;
}

/**
 * Finds lanes that are behind their log and has them drained. Every gateway runs one. What a process leaves behind when it
 * dies is due again for the others when it has shown no life for some seconds.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running = new Map<string, Running>();
  private readonly loop: Loop;
  private readonly beating: Loop;
  /** Users whose logs have grown since the last look. */
  private nudged = new Set<string>();
  private sweptAt = -Infinity;
  private stopping = false;

  constructor(
    private readonly lanes: Lanes,
    private readonly courier: Courier,
    private readonly log: Log,
  ) {
    this.loop = new Loop({ name: 'webhook dispatcher', run: () => this.claim(), idleMs: SWEEP_MS, log });
    this.beating = new Loop({ name: 'webhook dispatcher beat', run: () => this.beat(), idleMs: BEAT_MS, log });
  }

  onApplicationBootstrap(): void {
    this.beating.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.loop.stop(STOP_LIMIT_MS);
    for (const run of this.running.values()) run.stopping = true;
    await endsWithin(Promise.all([...this.running.values()].map(({ done }) => done)), STOP_LIMIT_MS);
    await this.beating.stop(STOP_LIMIT_MS);
    await this.lanes.leave();
  }

  /** There are new events in the log of this user, or its webhooks have changed: looks at once. A nudge that is lost costs half a second. */
  nudge(userId: string): void {
    this.nudged.add(userId);
    for (const run of this.running.values()) if (run.userId === userId) run.nudged = true;
    this.loop.nudge();
  }

  /** The first one comes before the first claim: who shows no life holds nothing. */
  private async beat(): Promise<'idle'> {
    await this.lanes.beat();
    if (!this.stopping) this.loop.start();
    return 'idle';
  }

  private async claim(): Promise<'idle'> {
    const userIds = this.usersToLookAt();
    const limit = MAX_RUNNING - this.running.size;
    const failing = [...this.running.values()].filter((run) => run.failing).length;
    if (limit <= 0) return 'idle';
    const failingLimit = Math.max(0, MAX_FAILING - failing);
    const claimed = await this.lanes.claim({ running: [...this.running.keys()], userIds, limit, failingLimit });
    for (const lane of claimed) this.start(lane);
    return 'idle';
  }

  /** Null, for all, when the last such look is long enough ago. */
  private usersToLookAt(): string[] | null {
    const nudged = [...this.nudged];
    this.nudged = new Set();
    const now = performance.now();
    if (nudged.length > 0 && now - this.sweptAt < SWEEP_MS) return nudged;
    this.sweptAt = now;
    return null;
  }

  private start(lane: Lane): void {
    const { key, webhook } = lane;
    const run: Running = {
      userId: webhook.userId,
      nudged: false,
      stopping: this.stopping,
      failing: webhook.failing,
      done: Promise.resolve(),
    };
    this.running.set(key, run);
    run.done = this.drain(lane, run)
      .catch((err: unknown) => this.log.error({ err, webhookId: webhook.id }, 'webhook delivery failed inside'))
      .finally(() => {
        this.running.delete(key);
        if (run.nudged) this.nudge(run.userId);
      });
  }

  private async drain(claimed: Lane, run: Run): Promise<void> {
    let lane: Lane | null = claimed;
    for (let page = 1; lane !== null; page++) {
      const next = await this.courier.drainPage(lane, run);
      if (next === null) return;
      if (page < PAGES_A_TURN && !run.stopping) lane = next;
      else {
        run.nudged = true;
        return this.lanes.letGo(next);
      }
    }
  }
}
