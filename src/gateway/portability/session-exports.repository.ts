import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';

/** The files of sessions that have left, for as long as their cards are here. */
@Injectable()
export class SessionExports {
  constructor(private readonly dataSource: DataSource) {}

  async keep(tx: Tx, sessionId: string, fileId: string, file: Buffer): Promise<void> {
    await tx.query('insert into session_export (session_id, id, file) values ($1, $2, $3)', [sessionId, fileId, file]);
  }

  async find(sessionId: string): Promise<Buffer | null> {
    const [row] = await this.dataSource.query<{ file: Buffer }[]>(
      'select file from session_export where session_id = $1',
      [sessionId],
    );
    return row?.file ?? null;
  }

  async forget(tx: Tx, sessionId: string): Promise<void> {
    await tx.query('delete from session_export where session_id = $1', [sessionId]);
  }
}
