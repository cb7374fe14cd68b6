import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Queryable, rowsOf } from './sql.js';

export interface LiveWorker {
  workerId: string;
  state: 'ready' | 'draining';
  /** Accounts that are assigned to it and wanted. */
  sessions: number;
  maxSessions: number;
}

/**
 * SQL that says whether the worker run in this column is alive: it beats every second and is dead after three. Being wrong
 * is safe: what a worker may write is decided by the epoch, not by this.
 */
export const OWNER_IS_ALIVE = (column: string) =>
  `exists (select 1 from mailbox.worker alive where alive.incarnation = ${column} and alive.beat_at > now() - interval '3 seconds')`;

/** Who is alive. All times are the database's. */
@Injectable()
export class Workers {
  constructor(private readonly dataSource: DataSource) {}

  /** Announces a new run of a worker. An earlier run of the same worker is over by that, and its accounts are free. */
  async register(workerId: string, incarnation: string, maxSessions: number): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query('delete from mailbox.worker where worker_id = $1', [workerId]);
      await tx.query(
        `insert into mailbox.worker (incarnation, worker_id, state, max_sessions) values ($1, $2, 'ready', $3)`,
        [incarnation, workerId, maxSessions],
      );
    });
  }

  /** False when this run is not registered any more: another run took its name. */
  async beat(incarnation: string, state: 'ready' | 'draining'): Promise<boolean> {
    const rows = await rowsOf(
      this.dataSource,
      'update mailbox.worker set beat_at = now(), state = $2 where incarnation = $1 returning worker_id',
      [incarnation, state],
    );
    return rows.length > 0;
  }

  async leave(incarnation: string): Promise<void> {
    await this.dataSource.query('delete from mailbox.worker where incarnation = $1', [incarnation]);
  }

  /** Inside a transaction pass it on: one that waits for a second connection of the pool can starve with others like it. */
  async live(db: Queryable = this.dataSource): Promise<LiveWorker[]> {
    return rowsOf<LiveWorker>(
      db,
      `select w.worker_id as "workerId", w.state, w.max_sessions as "maxSessions",
              (select count(*)::int from mailbox.account a
               where a.assigned_worker = w.worker_id and a.desired <> 'off') as sessions
       from mailbox.worker w where w.beat_at > now() - interval '3 seconds'`,
    );
  }
}
