import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { Settings } from '../settings/index.js';

/** How long what was delivered can be looked at. All else is kept as long as its event. */
const DELIVERED_DAYS = 3;
const EVERY_MS = 60 * 60 * 1000;
const ROWS_A_STEP = 5_000;

/** Erases old deliveries, every hour, in small steps. */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: Settings,
    log: Log,
  ) {
    const run = () => this.prune();
    this.job = new ScheduledJob({ name: 'delivery retention', everyMs: EVERY_MS, run, dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  /** One step; `more` when there may be further rows. */
  private async prune(): Promise<'more' | 'idle'> {
    const { eventRetentionDays } = this.settings.now;
    const [gone] = await this.dataSource.query<{ count: number }[]>(
      `with gone as (
         delete from delivery where ctid = any(array(
           select ctid from delivery
           where created_at < now() - $1 * interval '1 day'
             and (state = 'delivered' or created_at < now() - $2 * interval '1 day')
           limit $3))
         returning 1
       )
       select count(*)::int as count from gone`,
      [Math.min(DELIVERED_DAYS, eventRetentionDays), eventRetentionDays, ROWS_A_STEP],
    );
    return gone?.count === ROWS_A_STEP ? 'more' : 'idle';
  }
}
