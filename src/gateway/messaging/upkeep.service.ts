import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PATTERNS } from '../../contracts/index.js';
import { Inbox, Outbox } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { Bus } from '../../platform/transport/index.js';
import { IdempotencyRepository } from './idempotency.repository.js';

const BATCH = 500;
const EXPIRY_EVERY_MS = 2_000;
const PRUNING_EVERY_MS = 3_600_000;
const STOP_LIMIT_MS = 5_000;

/** What time does to messages: those that were not sent in time expire, and old idempotency keys are forgotten. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private loops: Loop[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly idempotency: IdempotencyRepository,
    private readonly bus: Bus,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const { log } = this;
    this.loops = [
      new Loop({ name: 'message-expiry', run: () => this.expire(), idleMs: EXPIRY_EVERY_MS, log }),
      new Loop({ name: 'idempotency-pruning', run: () => this.prune(), idleMs: PRUNING_EVERY_MS, log }),
    ];
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop(STOP_LIMIT_MS)));
  }

  private async expire(): Promise<'more' | 'idle'> {
    const expired = await transaction(this.dataSource, async (tx) => {
      const messages = await this.outbox.takeExpired(tx, BATCH);
      const at = new Date().toISOString();
      for (const { sessionId, messageId } of messages) {
        const payload = { messageId, status: 'EXPIRED' as const, at, detail: 'It could not be sent in time.' };
        await this.inbox.put(tx, sessionId, { kind: 'message.status', payload });
      }
      return messages;
    });
    for (const sessionId of new Set(expired.map((message) => message.sessionId))) {
      this.bus.tell(PATTERNS.inboxWake, { sessionId });
    }
    return expired.length === BATCH ? 'more' : 'idle';
  }

  private async prune(): Promise<'more' | 'idle'> {
    return (await this.idempotency.prune(BATCH)) === BATCH ? 'more' : 'idle';
  }
}
