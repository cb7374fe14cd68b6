import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';

export type DataExportStatus = 'QUEUED' | 'RUNNING' | 'READY' | 'FAILED';

export interface DataExport {
  id: string;
  userId: string;
  /** Null: everything of the user. */
  sessionId: string | null;
  status: DataExportStatus;
  /** In percent. */
  progress: number;
  attempts: number;
  sizeBytes: number | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id, user_id as "userId", session_id as "sessionId", status, progress, attempts, size_bytes::float8 as "sizeBytes",
  created_at as "createdAt", finished_at as "finishedAt"`;

@Injectable()
export class DataExportsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null when one of the user is under way. */
  async insert(tx: Tx, id: string, userId: string, sessionId: string | null): Promise<DataExport | null> {
    const rows = await tx.query<DataExport[]>(
      `insert into data_export (id, user_id, session_id) values ($1, $2, $3) on conflict do nothing returning ${COLUMNS}`,
      [id, userId, sessionId],
    );
    return rows[0] ?? null;
  }

  list(userId: string): Promise<DataExport[]> {
    return this.dataSource.query(`select ${COLUMNS} from data_export where user_id = $1 order by id desc`, [userId]);
  }

  async find(userId: string, id: string): Promise<DataExport | null> {
    const rows = await this.dataSource.query<DataExport[]>(
      `select ${COLUMNS} from data_export where user_id = $1 and id = $2`,
      [userId, id],
    );
    return rows[0] ?? null;
  }

  async remove(id: string): Promise<void> {
    await this.dataSource.query('delete from data_export where id = $1', [id]);
  }

  /** The one that waits longest, which is begun by that; one that a process left half done is begun anew. */
  async begin(): Promise<DataExport | null> {
    const [rows] = await this.dataSource.query<[DataExport[], number]>(
      `update data_export set status = 'RUNNING', progress = 0, attempts = attempts + 1
       where id = (select id from data_export where status in ('QUEUED', 'RUNNING') order by id limit 1) returning ${COLUMNS}`,
    );
    return rows[0] ?? null;
  }

  async advance(id: string, percent: number): Promise<void> {
    await this.dataSource.query(`update data_export set progress = $2 where id = $1 and status = 'RUNNING'`, [
      id,
      percent,
    ]);
  }

  /** False when it was deleted meanwhile. */
  async finish(tx: Tx, id: string, status: 'READY' | 'FAILED', sizeBytes: number | null): Promise<boolean> {
    const [, count] = await tx.query<[unknown, number]>(
      `update data_export set status = $2, size_bytes = $3, progress = case when $2 = 'READY' then 100 else progress end,
              finished_at = now() where id = $1 and status = 'RUNNING'`,
      [id, status, sizeBytes],
    );
    return count === 1;
  }

  /** Erases those that are over; the archives go by that. */
  async forget(days: number): Promise<void> {
    await this.dataSource.query(`delete from data_export where finished_at < now() - $1 * interval '1 day'`, [days]);
  }
}
