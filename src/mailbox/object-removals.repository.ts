import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/index.js';
import { rowsOf } from './sql.js';

/**
 * Folders of the object store that are to go, asked for in the transaction that removed the rows they belonged to. Until one is
 * done, nothing new may be written into it: a session can be made anew under the same id.
 */
@Injectable()
export class ObjectRemovals {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Notes a folder that is about to be written: it goes after `afterMs`, unless {@link cancel} is called in the transaction that
   * makes its row. So a process that dies in between leaves nothing behind.
   */
  async plan(folder: string, afterMs: number): Promise<void> {
    await this.dataSource.query(
      `insert into mailbox.object_removal (folder, due_at) values ($1, now() + $2 * interval '1 millisecond')
       on conflict (folder) do update set requested_at = now(), due_at = excluded.due_at`,
      [folder, afterMs],
    );
  }

  /** The folder stays. */
  async cancel(tx: Tx, folder: string): Promise<void> {
    await tx.query('delete from mailbox.object_removal where folder = $1', [folder]);
  }

  /** The first folders after this one that are due, in the order of their names. */
  async next(after: string, limit: number): Promise<{ folder: string; requestedAt: string }[]> {
    return rowsOf(
      this.dataSource,
      `select folder, requested_at::text as "requestedAt" from mailbox.object_removal
       where folder > $1 and due_at <= now() order by folder limit $2`,
      [after, limit],
    );
  }

  /** The folder is gone. A request that came meanwhile stays. */
  async done({ folder, requestedAt }: { folder: string; requestedAt: string }): Promise<void> {
    await this.dataSource.query('delete from mailbox.object_removal where folder = $1 and requested_at = $2', [
      folder,
      requestedAt,
    ]);
  }
}
