import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CardSource } from './session-card.js';

/** Messages are stored under times of the gateways' clocks, which may be behind, in transactions that may be long. */
const DAY_IS_OVER_AFTER = `interval '15 minutes'`;

/** A session with something to write. Days are texts such as 2026-01-15, in UTC. */
export interface DueSession extends CardSource {
  /** Of the row that was read, to the last digit. */
  version: string;
  cardDue: boolean;
  /** The first day that is not exported. */
  nextDay: string;
  /** The first day that is not over. */
  today: string;
}

@Injectable()
export class ArchiveRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The first sessions after this one that have a new card or a day to export. */
  due(after: string, limit: number): Promise<DueSession[]> {
    return this.dataSource.query(
      `with clock as (select ((now() - ${DAY_IS_OVER_AFTER}) at time zone 'UTC')::date as today)
       select session.id as "sessionId", user_id as "userId", status, reason, created_at as "createdAt",
              updated_at as "updatedAt", updated_at::text as version, clock.today::text as today,
              archive.card_of is distinct from updated_at as "cardDue",
              coalesce(archive.next_day, (created_at at time zone 'UTC')::date)::text as "nextDay"
       from clock, session left join session_archive archive on archive.session_id = session.id
       where session.id > $1 and (archive.card_of is distinct from updated_at or archive.next_day < clock.today)
         and not exists (select 1 from mailbox.object_removal where folder = 'sessions/' || session.id)
       order by session.id limit $2`,
      [after, limit],
    );
  }

  /** Notes what was written. A session that has gone meanwhile has no row to note it at. */
  async wrote({ sessionId, version }: DueSession, nextDay: string): Promise<void> {
    await this.dataSource.query(
      `insert into session_archive (session_id, card_of, next_day)
       select id, $2, $3 from session where id = $1
       on conflict (session_id) do update set card_of = excluded.card_of, next_day = excluded.next_day`,
      [sessionId, version, nextDay],
    );
  }
}
