import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { addressed, PATTERNS } from '../contracts/index.js';
import { type Held, Outbox, Ownership, Routes } from '../mailbox/index.js';
import { AppConfig } from '../platform/config/index.js';
import { Log } from '../platform/logging/index.js';
import { endsWithin, Loop } from '../platform/loop/index.js';
import { Bus } from '../platform/transport/index.js';
import type { AccountRunner } from './account-runner.js';
import { Runners } from './runners.service.js';
import { capacity, claims, releases, sessions } from './worker-metrics.js';

const LOOK_MS = 1_000;
const PRUNE_MS = 3_600_000;
const PRUNE_ROWS = 5_000;
const CLAIMS_AT_ONCE = 20;
/** The others stay connected until it is their turn. */
const MOVES_AT_ONCE = 10;

interface Running {
  runner: AccountRunner;
  done: Promise<void>;
  /** The worker that it is being handed over to. */
  movesTo: string | null;
}

/** The accounts of this run of the worker: claims those that are placed here, runs them, hands over those placed elsewhere. */
@Injectable()
export class Host {
  readonly incarnation = v7();
  private readonly running = new Map<string, Running>();
  private readonly looking: Loop;
  private readonly pruning: Loop;
  private claiming = true;

  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly bus: Bus,
    private readonly ownership: Ownership,
    private readonly routes: Routes,
    private readonly outbox: Outbox,
    private readonly runners: Runners,
  ) {
    this.looking = new Loop({ name: 'accounts', run: () => this.look(), idleMs: LOOK_MS, log });
    this.pruning = new Loop({ name: 'sent messages', run: () => this.prune(), idleMs: PRUNE_MS, log });
  }

  /** How many accounts run here. */
  get size(): number {
    return this.running.size;
  }

  /** How many sessions run here, are connected, and are not after their connection was lost or not to be had. */
  connections(): { sessions: number; connected: number; cutOff: number } {
    const runners = [...this.running.values()].map(({ runner }) => runner);
    const connected = runners.filter((runner) => runner.isConnected).length;
    const cutOff = runners.filter((runner) => runner.isCutOff).length;
    return { sessions: runners.length, connected, cutOff };
  }

  /** Messages in and out since the start. */
  get messages(): number {
    return this.runners.messages;
  }

  /** This run must be registered. */
  start(): void {
    capacity.set(this.config.workerMaxSessions);
    this.looking.start();
    this.pruning.start();
  }

  /** Takes no further account. What is placed elsewhere goes on being handed over. */
  stopClaiming(): void {
    this.claiming = false;
  }

  /** Lets go of all that is left and ends the loops, within `limitMs` and two seconds. */
  async stop(limitMs: number): Promise<void> {
    this.claiming = false;
    await this.looking.stop(1_000);
    for (const { runner } of this.running.values()) runner.shutdown();
    await endsWithin(Promise.all([...this.running.values()].map(({ done }) => done)), limitMs);
    await this.pruning.stop(1_000);
  }

  /** Something is wanted of an account, it is new here, or it is to go elsewhere. */
  wakeAccount(): void {
    this.looking.nudge();
  }

  wakeOutbox(sessionId: string): void {
    this.running.get(sessionId)?.runner.nudgeOutbox();
  }

  wakeMedia(sessionId: string): void {
    this.running.get(sessionId)?.runner.nudgeMedia();
  }

  /** What runs an account that is held here; undefined when it is not. */
  runner(sessionId: string): AccountRunner | undefined {
    return this.running.get(sessionId)?.runner;
  }

  /** Compares what is wanted with what runs here, both ways. */
  private async look(): Promise<'more' | 'idle'> {
    const held = new Map((await this.ownership.held(this.incarnation)).map((account) => [account.sessionId, account]));
    for (const [sessionId, running] of this.running) this.compare(running, held.get(sessionId));
    return this.claiming ? this.claimSome() : 'idle';
  }

  private compare(running: Running, held: Held | undefined): void {
    const { runner } = running;
    if (!held || held.epoch !== runner.epoch) return runner.lose();
    if (held.hasMessages) runner.nudgeOutbox();
    const elsewhere = held.assignedWorker !== null && held.assignedWorker !== this.config.workerId;
    if (!elsewhere || held.desired !== 'on') return runner.want(held);
    if (running.movesTo === null) {
      const moving = [...this.running.values()].filter(({ movesTo }) => movesTo !== null).length;
      if (moving >= MOVES_AT_ONCE) return;
      void runner.moveAway();
    }
    running.movesTo = held.assignedWorker;
  }

  private async claimSome(): Promise<'more' | 'idle'> {
    const room = Math.min(CLAIMS_AT_ONCE, this.config.workerMaxSessions - this.running.size);
    if (room <= 0) return 'idle';
    const here = [...this.running.keys()];
    const free = await this.ownership.claimable(this.config.workerId, this.incarnation, here, room);
    for (const sessionId of free) await this.claim(sessionId);
    return free.length === CLAIMS_AT_ONCE ? 'more' : 'idle';
  }

  private async claim(sessionId: string): Promise<void> {
    const claim = await this.ownership.claim(sessionId, this.config.workerId, this.incarnation);
    if (!claim) return;
    const runner = this.runners.of(claim);
    this.running.set(sessionId, { runner, done: runner.run().finally(() => this.ended(sessionId)), movesTo: null });
    sessions.set(this.running.size);
    claims.inc({ cause: claim.takenOver ? 'failover' : 'free' });
    this.routes.tell(sessionId, { workerId: this.config.workerId, epoch: String(claim.epoch) });
    this.log.info({ sessionId, epoch: String(claim.epoch) }, 'account taken');
  }

  private ended(sessionId: string): void {
    const movesTo = this.running.get(sessionId)?.movesTo ?? null;
    this.running.delete(sessionId);
    sessions.set(this.running.size);
    releases.inc();
    this.log.info({ sessionId, movesTo }, 'account let go');
    if (movesTo !== null) this.bus.tell(addressed(PATTERNS.accountWake, movesTo), { sessionId });
    // Something may have been wanted again while it was being let go, and another one may be handed over now.
    this.looking.nudge();
  }

  private async prune(): Promise<'more' | 'idle'> {
    return (await this.outbox.prune(PRUNE_ROWS)) === PRUNE_ROWS ? 'more' : 'idle';
  }
}
