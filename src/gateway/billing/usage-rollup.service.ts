import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { transaction, type Tx } from '../../platform/database/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';

const EVERY_MS = 5_000;
const ENTRIES_A_STEP = 5_000;
const HOURS_A_STEP = 5_000;
/** Hours can be asked for so long; then only days. */
const HOURS_KEPT_DAYS = 40;

/**
 * Adds up the ledger: messages to hours, old hours to days. An entry leaves in the transaction that counts it and makes it an event, so
 * nothing is counted twice or lost.
 */
@Injectable()
export class UsageRollup implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;

  constructor(
    private readonly dataSource: DataSource,
    log: Log,
  ) {
    const run = () => this.rollUp();
    this.job = new ScheduledJob({ name: 'usage roll-up', everyMs: EVERY_MS, run, dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  /** One step; `more` when there may be further rows. */
  async rollUp(): Promise<'more' | 'idle'> {
    const entries = await this.toHours();
    const hours = await this.toDays();
    return entries === ENTRIES_A_STEP || hours === HOURS_A_STEP ? 'more' : 'idle';
  }

  /** Numbers are given out one transaction after the other: a reader that has seen one can not miss an earlier one. */
  private toHours(): Promise<number> {
    return transaction(this.dataSource, async (tx) => {
      const [feed] = await tx.query<{ last: string }[]>('select last from usage_feed for update');
      const count = await this.moved(
        tx,
        `with taken as (
           delete from usage_entry where id = any(array(select id from usage_entry order by at limit $1)) returning *
         ), told as (
           insert into usage_event (sequence, id, user_id, session_id, key_id, kind, at)
           select $2 + row_number() over (order by at, id), id, user_id, session_id, key_id, kind, at from taken
         ), added as (
           insert into usage_hour as h (user_id, hour, session_id, key_id, kind, messages)
           select user_id, date_trunc('hour', at, 'UTC'), session_id, key_id, kind, count(*) from taken
           group by 1, 2, 3, 4, 5
           on conflict (user_id, hour, session_id, key_id, kind) do update set messages = h.messages + excluded.messages
         )
         select count(*)::int as count from taken`,
        [ENTRIES_A_STEP, feed?.last ?? '0'],
      );
      if (count > 0) await tx.query('update usage_feed set last = last + $1', [count]);
      return count;
    });
  }

  private toDays(): Promise<number> {
    return this.moved(
      this.dataSource.manager,
      `with taken as (
         delete from usage_hour where ctid = any(array(
           select ctid from usage_hour
           where hour < date_trunc('day', now(), 'UTC') - $2 * interval '1 day' order by hour limit $1))
         returning *
       ), added as (
         insert into usage_day as d (user_id, day, session_id, key_id, kind, messages)
         select user_id, (hour at time zone 'UTC')::date, session_id, key_id, kind, sum(messages) from taken
         group by 1, 2, 3, 4, 5
         on conflict (user_id, day, session_id, key_id, kind) do update set messages = d.messages + excluded.messages
       )
       select count(*)::int as count from taken`,
      [HOURS_A_STEP, HOURS_KEPT_DAYS],
    );
  }

  private async moved(tx: Tx, statement: string, parameters: unknown[]): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(statement, parameters);
    return row?.count ?? 0;
  }
}
