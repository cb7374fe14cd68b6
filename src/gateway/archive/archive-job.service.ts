import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { ObjectStore } from '../../platform/object-store/index.js';
import { SessionArchive } from './session-archive.service.js';

const EVERY_MS = 5_000;

/**
 * Makes the object store follow the database, in one gateway at a time. Everything that is to be written is read off rows, so
 * nothing waits in memory while the store is away, and whoever comes next goes on. Nobody waits for it.
 */
@Injectable()
export class ArchiveJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;
  private leave: () => void = () => undefined;
  private readonly left = new Promise<'idle'>((resolve) => (this.leave = () => resolve('idle')));

  constructor(
    private readonly archive: SessionArchive,
    private readonly store: ObjectStore,
    dataSource: DataSource,
    log: Log,
  ) {
    const run = () => Promise.race([this.run(), this.left]);
    this.job = new ScheduledJob({ name: 'session archive', everyMs: EVERY_MS, run, dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  /** A store that does not answer must not hold up the end of the process: what is under way is left as it is. */
  async beforeApplicationShutdown(): Promise<void> {
    this.archive.stop();
    this.leave();
    await this.job.stop();
  }

  /** While the store is away, which the health check tells of, it is left in peace. */
  private async run(): Promise<'more' | 'idle'> {
    const answers = await this.store.ready().then(
      () => true,
      () => false,
    );
    return answers ? this.archive.step() : 'idle';
  }
}
