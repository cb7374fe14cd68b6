import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rewrappedSnapshotFile } from '../../mailbox/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Log } from '../../platform/logging/index.js';
import { ObjectMissing, ObjectStore, SealedObjects } from '../../platform/object-store/index.js';
import { exportFolder, snapshotFolder } from './archive-keys.js';

const PAGE = 1000;

/** Brings the copies of a session under the encryption key of now: those that have their key with them, wrapped by an older one. */
@Injectable()
export class CopyResealing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: ObjectStore,
    private readonly objects: SealedObjects,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  /** The sessions after this one, also those that were made at a worker. */
  async sessionsAfter(after: string, limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'select session_id as id from mailbox.account where session_id > $1 order by session_id limit $2',
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Repeatable. What can not be read stays as it is. Throws UNAVAILABLE. */
  async reseal(sessionId: string): Promise<void> {
    await this.each(sessionId, exportFolder(sessionId), (key) => this.objects.rewrap(key));
    await this.each(sessionId, snapshotFolder(sessionId), (key) => this.rewrapSnapshot(key));
  }

  private async each(sessionId: string, folder: string, rewrap: (key: string) => Promise<boolean>): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.store.list(folder, PAGE, after);
      for (const { key } of page) {
        if ((await this.tried(key, rewrap)) && !(await this.isStillWanted(sessionId, folder)))
          await this.store.remove(key);
      }
      after = page.length === PAGE ? page.at(-1)?.key : undefined;
    } while (after !== undefined);
  }

  private async tried(key: string, rewrap: (key: string) => Promise<boolean>): Promise<boolean> {
    try {
      return await rewrap(key);
    } catch (err) {
      if (isOfTheStore(err)) throw err;
      if (!(err instanceof ObjectMissing))
        this.log.warn({ key, err }, 'a copy can not be brought under the new encryption key');
      return false;
    }
  }

  private async rewrapSnapshot(key: string): Promise<boolean> {
    const rewrapped = rewrappedSnapshotFile(this.config.keyring, await buffer(await this.store.get(key)));
    if (rewrapped) await this.store.put(key, rewrapped);
    return rewrapped !== null;
  }

  /** A session that went, or was logged out, while its copy was written must leave none behind. */
  private async isStillWanted(sessionId: string, folder: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `select 1 from mailbox.account where session_id = $1 and (paired or $2 <> $3)
        and not exists (select 1 from mailbox.object_removal where folder in ($2, 'sessions/' || $1))`,
      [sessionId, folder, snapshotFolder(sessionId)],
    );
    return rows.length > 0;
  }
}

function isOfTheStore(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'UNAVAILABLE';
}
