import { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ObjectRemovals } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { SealedObjects } from '../../platform/object-store/index.js';
import { ArchiveEntries } from './archive-entries.service.js';
import { archiveFolder, archiveKey } from './archive-key.js';
import { type DataExport, DataExportsRepository } from './data-exports.repository.js';
import { KEPT_DAYS } from './data-exports.service.js';
import { tar } from './tar.js';

const EVERY_MS = 2_000;
const MAX_ATTEMPTS = 3;
/** What a process that died has left goes after so long, unless it was made anew. */
const LEFT_OVER_MS = 86_400_000;

/** Makes the archives, one at a time in the whole installation. One that a process left half done is begun anew by the next. */
@Injectable()
export class DataExportJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;

  constructor(
    private readonly repository: DataExportsRepository,
    private readonly entries: ArchiveEntries,
    private readonly objects: SealedObjects,
    private readonly removals: ObjectRemovals,
    private readonly dataSource: DataSource,
    private readonly log: Log,
  ) {
    this.job = new ScheduledJob({ name: 'data exports', everyMs: EVERY_MS, run: () => this.step(), dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  private async step(): Promise<'more' | 'idle'> {
    await this.repository.forget(KEPT_DAYS);
    const next = await this.repository.begin();
    if (!next) return 'idle';
    try {
      await this.make(next);
    } catch (err) {
      this.log.error({ err, dataExportId: next.id, attempts: next.attempts }, 'an export of data could not be made');
      if (next.attempts < MAX_ATTEMPTS) throw err;
      await this.repository.finish(this.dataSource.manager, next.id, 'FAILED', null);
    }
    return 'more';
  }

  private async make(wanted: DataExport): Promise<void> {
    const { id } = wanted;
    await this.removals.plan(archiveFolder(id), LEFT_OVER_MS);
    let sizeBytes = 0;
    const entries = this.entries.of(wanted, (percent) => this.repository.advance(id, percent));
    const archive = pipeline(Readable.from(tar(entries, wanted.createdAt)), createGzip(), () => undefined);
    archive.on('data', (piece: Buffer) => (sizeBytes += piece.length)).pause();
    await this.objects.putWithKey(archiveKey(id), archive);
    const isKept = await transaction(this.dataSource, async (tx) => {
      const isThere = await this.repository.finish(tx, id, 'READY', sizeBytes);
      if (isThere) await this.removals.cancel(tx, archiveFolder(id));
      return isThere;
    });
    if (!isKept) await this.removals.plan(archiveFolder(id), 0);
  }
}
