import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How far the copies in the object store have been brought under a key. */
export interface CopiesProgress {
  /** The last session that was; all of them once it is finished. */
  after: string;
  finishedAt: Date | null;
}

@Injectable()
export class ResealedCopies {
  constructor(private readonly dataSource: DataSource) {}

  async of(keyId: string): Promise<CopiesProgress> {
    const [row] = await this.dataSource.query<CopiesProgress[]>(
      'select after, finished_at as "finishedAt" from resealed_copies where key_id = $1',
      [keyId],
    );
    return row ?? { after: '', finishedAt: null };
  }

  /** What was noted of other keys does not hold any more: copies are under this one now. */
  async reached(keyId: string, after: string, finished: boolean): Promise<void> {
    await this.dataSource.query('delete from resealed_copies where key_id <> $1', [keyId]);
    await this.dataSource.query(
      `insert into resealed_copies (key_id, after, finished_at) values ($1, $2, case when $3 then now() end)
       on conflict (key_id) do update set after = excluded.after, finished_at = excluded.finished_at`,
      [keyId, after, finished],
    );
  }
}
