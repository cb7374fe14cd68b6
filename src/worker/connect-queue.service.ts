import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectBudget } from '../mailbox/index.js';
import { AppConfig } from '../platform/config/index.js';
import { Log } from '../platform/logging/index.js';
import { Loop } from '../platform/loop/index.js';

/** How long to wait when the cluster has no connects left. */
const PAUSE_MS = 100;
const STOP_LIMIT_MS = 1_000;
/** Who comes wakes the loop. */
const IDLE_MS = 60_000;

interface Waiting {
  /** It has messages to send. */
  urgent: boolean;
  go: () => void;
}

/**
 * The accounts of this worker that are about to connect. The whole cluster connects so many a second, for a storm of logins looks
 * like an attack; accounts with messages to send come first, also before those of other workers.
 */
@Injectable()
export class ConnectQueue implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly waiting = new Map<string, Waiting>();
  private readonly granting: Loop;

  constructor(
    private readonly config: AppConfig,
    private readonly budget: ConnectBudget,
    log: Log,
  ) {
    this.granting = new Loop({ name: 'connects', run: () => this.grant(), idleMs: IDLE_MS, log });
  }

  onApplicationBootstrap(): void {
    this.granting.start();
  }

  /** Not before: accounts wait here while they are handed over. */
  async onApplicationShutdown(): Promise<void> {
    await this.granting.stop(STOP_LIMIT_MS);
  }

  /** Resolves when it is the account's turn, and also when the account has left. */
  async turn(sessionId: string, urgent: boolean): Promise<void> {
    if (this.config.connectsPerSecond === null) return;
    await new Promise<void>((resolve) => {
      const already = this.waiting.get(sessionId);
      const go = () => {
        already?.go();
        resolve();
      };
      this.waiting.set(sessionId, { urgent: urgent || already?.urgent === true, go });
      this.granting.nudge();
    });
  }

  /** There is a message for the account by now. */
  hurry(sessionId: string): void {
    const waiting = this.waiting.get(sessionId);
    if (waiting) waiting.urgent = true;
  }

  leave(sessionId: string): void {
    this.waiting.get(sessionId)?.go();
    this.waiting.delete(sessionId);
  }

  private async grant(): Promise<'more' | 'idle'> {
    await this.grantTo(true);
    await this.grantTo(false);
    if (this.waiting.size === 0) return 'idle';
    await sleep(PAUSE_MS);
    return 'more';
  }

  private async grantTo(urgent: boolean): Promise<void> {
    const next = [...this.waiting].filter(([, waiting]) => waiting.urgent === urgent).map(([sessionId]) => sessionId);
    const { connectsPerSecond } = this.config;
    if (next.length === 0 || connectsPerSecond === null) return;
    const granted = await this.budget.take(next.length, { perSecond: connectsPerSecond, urgent });
    for (const sessionId of next.slice(0, granted)) this.leave(sessionId);
  }
}
