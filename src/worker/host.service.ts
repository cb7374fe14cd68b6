import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { v7 } from 'uuid';
import { PATTERNS, Problem, type PairingCodeAnswer, type PairingCodeQuestion } from '../contracts/index.js';
import { AccountLog, Brakes, Outbox, Ownership, Workers } from '../mailbox/index.js';
import { AppConfig } from '../platform/config/index.js';
import { Log } from '../platform/logging/index.js';
import { endsWithin, Loop } from '../platform/loop/index.js';
import { Bus } from '../platform/transport/index.js';
import { AccountRunner } from './account-runner.js';
import { WHATSAPP, type WhatsApp } from './whatsapp/port.js';

const BEAT_MS = 1_000;
const LOOK_MS = 1_000;
const PRUNE_MS = 3_600_000;
const PRUNE_ROWS = 5_000;
/** How long the accounts may take to be let go when the process ends. */
const SHUTDOWN_LIMIT_MS = 8_000;
const CLAIMS_AT_ONCE = 20;

/** This run of this worker: says that it is alive, claims the accounts placed on it, and runs them. */
@Injectable()
export class Host implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly incarnation = v7();
  private readonly runners = new Map<string, { runner: AccountRunner; done: Promise<void> }>();
  private readonly loops: Loop[];
  private readonly looking: Loop;
  private state: 'ready' | 'draining' = 'ready';

  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly bus: Bus,
    private readonly workers: Workers,
    private readonly ownership: Ownership,
    private readonly accountLog: AccountLog,
    private readonly outbox: Outbox,
    private readonly brakes: Brakes,
    @Inject(WHATSAPP) private readonly whatsapp: WhatsApp,
  ) {
    this.looking = new Loop({ name: 'accounts', run: () => this.look(), idleMs: LOOK_MS, log });
    const beating = new Loop({ name: 'worker beat', run: () => this.beat(), idleMs: BEAT_MS, log });
    const pruning = new Loop({ name: 'sent messages', run: () => this.prune(), idleMs: PRUNE_MS, log });
    this.loops = [this.looking, beating, pruning];
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.workers.register(this.config.workerId, this.incarnation, this.config.workerMaxSessions);
    for (const loop of this.loops) loop.start();
    this.log.info({ workerId: this.config.workerId }, 'worker is ready');
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.state = 'draining';
    await this.looking.stop(1_000);
    for (const { runner } of this.runners.values()) runner.shutdown();
    await endsWithin(Promise.all([...this.runners.values()].map(({ done }) => done)), SHUTDOWN_LIMIT_MS);
    await Promise.all(this.loops.map((loop) => loop.stop(1_000)));
    await this.workers.leave(this.incarnation);
  }

  /** Something is wanted of an account, or it is new here. */
  wakeAccount(): void {
    this.looking.nudge();
  }

  wakeOutbox(sessionId: string): void {
    this.runners.get(sessionId)?.runner.nudgeOutbox();
  }

  async pairingCode({ sessionId, phoneNumber }: PairingCodeQuestion): Promise<PairingCodeAnswer> {
    const running = this.runners.get(sessionId);
    if (!running) throw new Problem('SESSION_NOT_CONNECTED', `session ${sessionId} is not running on this worker`);
    return running.runner.pairingCode(phoneNumber);
  }

  private async beat(): Promise<'idle'> {
    const known = await this.workers.beat(this.incarnation, this.state);
    if (!known && this.state === 'ready') {
      // Another run took this worker's name, or was taken for dead: what we hold is decided by the epochs alone.
      this.log.warn({ workerId: this.config.workerId }, 'worker is not registered any more; registering again');
      await this.workers.register(this.config.workerId, this.incarnation, this.config.workerMaxSessions);
    }
    return 'idle';
  }

  /** Compares what is wanted with what runs here, both ways. */
  private async look(): Promise<'idle'> {
    const wanted = new Map((await this.ownership.held(this.incarnation)).map((held) => [held.sessionId, held]));
    for (const [sessionId, { runner }] of this.runners) {
      const held = wanted.get(sessionId);
      if (!held || held.epoch !== runner.epoch) runner.lose();
      else runner.want(held);
    }
    const room = Math.min(CLAIMS_AT_ONCE, this.config.workerMaxSessions - this.runners.size);
    if (room <= 0) return 'idle';
    const running = [...this.runners.keys()];
    const free = await this.ownership.claimable(this.config.workerId, this.incarnation, running, room);
    for (const sessionId of free) await this.take(sessionId);
    return 'idle';
  }

  private async take(sessionId: string): Promise<void> {
    const claim = await this.ownership.claim(sessionId, this.config.workerId, this.incarnation);
    if (!claim) return;
    const { log, accountLog, outbox, ownership, whatsapp, brakes } = this;
    const factsCommitted = () => this.bus.tell(PATTERNS.inboxWake, { sessionId });
    const { pacing } = this.config;
    const parts = { log, accountLog, outbox, ownership, whatsapp, brakes, pacing, factsCommitted };
    const runner = new AccountRunner(parts, claim);
    const done = runner.run().finally(() => {
      this.runners.delete(sessionId);
      // Something may have been wanted again while it was being let go.
      if (this.state === 'ready') this.looking.nudge();
    });
    this.runners.set(sessionId, { runner, done });
    log.info({ sessionId, epoch: String(claim.epoch) }, 'account taken');
  }

  private async prune(): Promise<'more' | 'idle'> {
    return (await this.outbox.prune(PRUNE_ROWS)) === PRUNE_ROWS ? 'more' : 'idle';
  }
}
