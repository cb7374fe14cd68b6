import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseDaysByKind } from '../../platform/config/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { Settings } from '../settings/index.js';
import { limitsAt } from './message-limits.js';
import { MessageQuarters } from './message-quarters.repository.js';
import { MessageRetentionRepository } from './message-retention.repository.js';
import { firstIdAt } from './stored-at.js';

const EVERY_MS = 6 * 3_600_000;
const ROWS_A_STEP = 5_000;
const BEGINNING = firstIdAt(new Date(0));

/** Erases messages when their time is over, four times a day, in small steps from the oldest on; makes quarters, and ends empty ones. */
@Injectable()
export class MessageRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;
  /** How far this sweep has come. */
  private after = BEGINNING;

  constructor(
    private readonly repository: MessageRetentionRepository,
    private readonly quarters: MessageQuarters,
    private readonly settings: Settings,
    dataSource: DataSource,
    private readonly log: Log,
  ) {
    const run = () => this.step();
    this.job = new ScheduledJob({ name: 'message retention', everyMs: EVERY_MS, run, dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  private async step(): Promise<'more' | 'idle'> {
    const limits = limitsAt(new Date(), parseDaysByKind(this.settings.now.messageRetentionDays)!);
    const { looked, last } = await this.repository.erase(limits, this.after, ROWS_A_STEP);
    const more = looked === ROWS_A_STEP && last !== null;
    this.after = more ? last : BEGINNING;
    if (more) return 'more';
    await this.quarters.addNext();
    for (const quarter of await this.quarters.dropEmpty()) this.log.info({ quarter }, 'a quarter of messages is over');
    return 'idle';
  }
}
