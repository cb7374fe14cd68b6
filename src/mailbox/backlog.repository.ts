import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsOf } from './sql.js';
import { OWNER_IS_ALIVE } from './workers.repository.js';

/** Counting ends here: beyond it a count says "at least", and costs no more. */
export const MOST_COUNTED = 100_000;

/** Why a message is not sent yet. */
export type OutboxState = 'due' | 'sending' | 'held' | 'scheduled';

export interface Depth {
  count: number;
  /** Of the oldest among them; 0 when there are none. */
  ageSeconds: number;
}

/** What waits between the roles, counted for whoever watches the installation. */
@Injectable()
export class Backlog {
  constructor(private readonly dataSource: DataSource) {}

  /** Messages that are not sent yet; the age is that of their being due, of scheduled ones 0. */
  async outbox(): Promise<(Depth & { state: OutboxState })[]> {
    return rowsOf(
      this.dataSource,
      `select state, count(*)::int as count,
              greatest(0, extract(epoch from now() - min(since)))::float8 as "ageSeconds"
         from (
           select case when state = 'sending' then 'sending' when not_before <= now() then 'due'
                       when held_reason is not null then 'held' else 'scheduled' end as state,
                  case when held_reason is null then greatest(created_at, not_before) else created_at end as since
             from mailbox.outbox where state <> 'sent' limit ${MOST_COUNTED}) waiting
        group by state`,
    );
  }

  /** Facts that no gateway has taken in yet. */
  async inbox(): Promise<Depth> {
    const [row] = await rowsOf<Depth>(
      this.dataSource,
      `select count(*)::int as count, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as "ageSeconds"
         from (select created_at from mailbox.inbox where not kept limit ${MOST_COUNTED}) waiting`,
    );
    return row ?? { count: 0, ageSeconds: 0 };
  }

  /** Accounts that are wanted, by whether a living worker holds them. */
  async accounts(): Promise<{ held: number; waiting: number }> {
    const [row] = await rowsOf<{ held: number; waiting: number }>(
      this.dataSource,
      `select count(*) filter (where held)::int as held, count(*) filter (where not held)::int as waiting
         from (select ${OWNER_IS_ALIVE('a.owner')} as held from mailbox.account a where a.desired = 'on') wanted`,
    );
    return row ?? { held: 0, waiting: 0 };
  }
}
