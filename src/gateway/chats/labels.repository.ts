import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Label } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';

/** Only ingest writes, one gateway at a time per session; others read. */
@Injectable()
export class LabelsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order in which they were made, as far as their ids tell. */
  of(sessionId: string): Promise<Label[]> {
    return this.dataSource.query(
      `select label_id as "labelId", name, color from label where session_id = $1
       order by length(label_id), label_id`,
      [sessionId],
    );
  }

  async save(tx: Tx, sessionId: string, { labelId, name, color }: Label): Promise<void> {
    await tx.query(
      `insert into label (session_id, label_id, name, color) values ($1, $2, $3, $4)
       on conflict (session_id, label_id) do update set name = $3, color = $4, updated_at = now()`,
      [sessionId, labelId, name, color],
    );
  }

  async remove(tx: Tx, sessionId: string, labelId: string): Promise<void> {
    await tx.query('delete from label where session_id = $1 and label_id = $2', [sessionId, labelId]);
  }
}
