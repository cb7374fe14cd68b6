import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isError } from '../../platform/is-error.js';

/** A day costs a lock on the whole table for a moment; who does not get it soon tries again later instead of holding up all others. */
const LOCK_LIMIT = `set local lock_timeout = '2s'`;
const ROWS_A_STEP = 5_000;
const CHECK_VIOLATION = '23514';

/** The table `event` by days (UTC), and their end. */
@Injectable()
export class EventDays {
  constructor(private readonly dataSource: DataSource) {}

  /** Makes the day that is `ahead` days from now. Whatever of it came before it was made stays in the default partition. */
  async add(ahead: number): Promise<void> {
    try {
      await this.alter(`select add_event_day((now() at time zone 'UTC')::date + $1::int)`, [ahead]);
    } catch (error) {
      if (!isError(error) || !('code' in error) || error.code !== CHECK_VIOLATION) throw error;
    }
  }

  /** The days that lie wholly more than `keptDays` back, the oldest first. */
  async outdated(keptDays: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'event'::regclass and c.relname ~ '^event_\\d{8}$'
         and to_date(right(c.relname, 8), 'YYYYMMDD') < (now() at time zone 'UTC')::date - $1::int
       order by 1`,
      [keptDays],
    );
    return rows.map(({ name }) => name);
  }

  /** `day` as {@link outdated} gives it. */
  async drop(day: string): Promise<void> {
    await this.alter(`drop table if exists "${day}"`);
  }

  /** Erases old events that have no day of their own. True when there may be more of them. */
  async prune(keptDays: number): Promise<boolean> {
    const [gone] = await this.dataSource.query<{ count: number }[]>(
      `with gone as (
         delete from event_default where ctid = any(array(
           select ctid from event_default where created_at < now() - $1 * interval '1 day' limit $2))
         returning 1
       )
       select count(*)::int as count from gone`,
      [keptDays, ROWS_A_STEP],
    );
    return gone?.count === ROWS_A_STEP;
  }

  private async alter(sql: string, parameters: unknown[] = []): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query(LOCK_LIMIT);
      await tx.query(sql, parameters);
    });
  }
}
