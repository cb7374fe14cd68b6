import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SNAPSHOT_FOLDER, type StoredSnapshot } from './snapshot-file.js';
import { rowsOf } from './sql.js';

/** The snapshots of all accounts, for whoever keeps copies of them elsewhere. The newest one of each is here, and nothing else. */
@Injectable()
export class Snapshots {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The first snapshot without a copy, of the accounts after this one; an account whose older copies are still to be removed
   * waits for that. Sealed as it is: nothing of it can be read here.
   */
  async nextUncopied(after: string): Promise<StoredSnapshot | null> {
    const [row] = await rowsOf<SnapshotRow>(
      this.dataSource,
      `select session_id, snap_epoch, snap_seq, snap_hash, snapshot, dek from mailbox.account
       where snapshot is not null and (snap_epoch, snap_seq) <> (copied_epoch, copied_seq) and session_id > $1
         and not exists (select 1 from mailbox.object_removal
                         where folder in ('sessions/' || session_id, 'sessions/' || session_id || '/' || $2::text))
       order by session_id limit 1`,
      [after, SNAPSHOT_FOLDER],
    );
    if (!row) return null;
    return {
      sessionId: row.session_id,
      epoch: BigInt(row.snap_epoch),
      seq: BigInt(row.snap_seq),
      previous: row.snap_hash,
      accountKey: row.dek,
      sealed: row.snapshot,
    };
  }

  async markCopied({ sessionId, epoch, seq }: StoredSnapshot): Promise<void> {
    await this.dataSource.query('update mailbox.account set copied_epoch = $2, copied_seq = $3 where session_id = $1', [
      sessionId,
      epoch.toString(),
      seq.toString(),
    ]);
  }
}

interface SnapshotRow {
  session_id: string;
  snap_epoch: string;
  snap_seq: string;
  snap_hash: Buffer;
  snapshot: Buffer;
  dek: Buffer;
}
