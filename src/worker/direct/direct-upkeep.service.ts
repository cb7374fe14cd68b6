import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DirectLog } from '../../mailbox/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';

const EXPIRY_EVERY_MS = 10_000;
const PRUNING_EVERY_MS = 3_600_000;
const PRUNE_ROWS = 5_000;

/** What time does to direct sessions: messages that were not sent in time expire, and old ones are forgotten. */
@Injectable()
export class DirectUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private jobs: ScheduledJob[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly direct: DirectLog,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const { dataSource, log } = this;
    this.jobs = [
      new ScheduledJob({ name: 'direct-expiry', run: () => this.expire(), everyMs: EXPIRY_EVERY_MS, dataSource, log }),
      new ScheduledJob({ name: 'direct-pruning', run: () => this.prune(), everyMs: PRUNING_EVERY_MS, dataSource, log }),
    ];
    for (const job of this.jobs) job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.stop()));
  }

  private async expire(): Promise<'idle'> {
    await this.direct.expire(new Date());
    return 'idle';
  }

  private async prune(): Promise<'more' | 'idle'> {
    return (await this.direct.prune(PRUNE_ROWS)) === PRUNE_ROWS ? 'more' : 'idle';
  }
}
