import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MediaFetches } from '../../mailbox/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { Settings } from '../settings/index.js';
import { MediaRepository } from './media.repository.js';

const EVERY_MS = 600_000;
const BATCH = 500;

/** Erases files when their time is over: the rows with their keys here, the bytes soon after by gateway/archive. Files that never came are not
 * asked for any more. */
@Injectable()
export class MediaRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;

  constructor(
    private readonly repository: MediaRepository,
    private readonly fetches: MediaFetches,
    private readonly settings: Settings,
    dataSource: DataSource,
    log: Log,
  ) {
    this.job = new ScheduledJob({ name: 'media retention', everyMs: EVERY_MS, run: () => this.run(), dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  private async run(): Promise<'more' | 'idle'> {
    const forgotten = await this.repository.forget(this.settings.now.mediaRetentionDays, BATCH);
    const givenUp = await this.fetches.prune(BATCH);
    return Math.max(forgotten, givenUp) === BATCH ? 'more' : 'idle';
  }
}
