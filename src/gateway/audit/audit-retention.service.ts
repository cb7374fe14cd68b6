import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../platform/config/index.js';
import { transaction } from '../../platform/database/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';

const EVERY_MS = 60 * 60 * 1000;
const ROWS_A_STEP = 5_000;

/** Erases what the system log has kept for long enough. Nothing else ever takes a row out of it. */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    log: Log,
  ) {
    const run = () => this.forget();
    this.job = new ScheduledJob({ name: 'system log retention', everyMs: EVERY_MS, run, dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  /** One step; `more` when there may be further rows. */
  async forget(): Promise<'more' | 'idle'> {
    const forgotten = await transaction(this.dataSource, async (tx) => {
      await tx.query(`select set_config('wagate.system_log_retention', 'on', true)`);
      const [, count] = await tx.query<[unknown, number]>(
        `delete from system_log where id = any(array(
           select id from system_log where at < now() - $1 * interval '1 day' order by at limit $2))`,
        [this.config.systemLogRetentionDays, ROWS_A_STEP],
      );
      return count;
    });
    return forgotten === ROWS_A_STEP ? 'more' : 'idle';
  }
}
