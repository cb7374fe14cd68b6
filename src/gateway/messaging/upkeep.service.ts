import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PATTERNS } from '../../contracts/index.js';
import { Inbox, Outbox } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { Bus } from '../../platform/transport/index.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { MessageActionsRepository } from './message-actions.repository.js';

const BATCH = 500;
const EXPIRY_EVERY_MS = 2_000;
const PRUNING_EVERY_MS = 3_600_000;

/** What time does to messages: those that were not sent in time expire, and old idempotency keys are forgotten. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private jobs: ScheduledJob[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly idempotency: IdempotencyRepository,
    private readonly actions: MessageActionsRepository,
    private readonly bus: Bus,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const { dataSource, log } = this;
    this.jobs = [
      new ScheduledJob({ name: 'message-expiry', run: () => this.expire(), everyMs: EXPIRY_EVERY_MS, dataSource, log }),
      new ScheduledJob({
        name: 'idempotency-pruning',
        run: () => this.prune(),
        everyMs: PRUNING_EVERY_MS,
        dataSource,
        log,
      }),
      new ScheduledJob({
        name: 'message-action-pruning',
        run: async () => ((await this.actions.prune(BATCH)) === BATCH ? 'more' : 'idle'),
        everyMs: PRUNING_EVERY_MS,
        dataSource,
        log,
      }),
    ];
    for (const job of this.jobs) job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.stop()));
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
