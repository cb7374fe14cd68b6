import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { alone, ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { Settings } from '../settings/index.js';
import { EventDays } from './event-days.repository.js';

const NAME = 'event days';
const EVERY_MS = 60 * 60 * 1000;
const DAYS_AHEAD = 2;

/** Makes the days of the event log ahead of time, and erases those that are over. */
@Injectable()
export class EventRetention implements OnModuleInit, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;

  constructor(
    private readonly dataSource: DataSource,
    private readonly days: EventDays,
    private readonly settings: Settings,
    private readonly log: Log,
  ) {
    this.job = new ScheduledJob({ name: NAME, everyMs: EVERY_MS, run: () => this.run(), dataSource, log });
  }

  /** Today must exist before the first event of a gateway that was off for days. */
  async onModuleInit(): Promise<void> {
    await alone(this.dataSource, NAME, () => this.addDays()).catch((err: unknown) => {
      this.log.warn({ err }, 'days of the event log are left for later');
    });
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  /** One step; `more` when there may be further rows. */
  private async run(): Promise<'more' | 'idle'> {
    const { eventRetentionDays } = this.settings.now;
    await this.addDays();
    for (const day of await this.days.outdated(eventRetentionDays)) {
      await this.days.drop(day);
      this.log.info({ day }, 'a day of the event log is over');
    }
    return (await this.days.prune(eventRetentionDays)) ? 'more' : 'idle';
  }

  private async addDays(): Promise<void> {
    for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) await this.days.add(ahead);
  }
}
