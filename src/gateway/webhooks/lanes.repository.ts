import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import type { Tx } from '../../platform/database/index.js';
import type { LogPlace } from '../event-log/index.js';
import { type Lane, laneOfRow, type LaneRow, REQUEUE_LANE } from './lane-work.js';
import { SUCCESS_IS_OLD } from './webhook-health.repository.js';

/** A process without a sign of life for so long is dead. Short, so that what it had in its hands is sent soon. */
const LIFE = `interval '5 seconds'`;

const COLUMNS = `
  l.webhook_id, l.lane, l.position, l.at, h.position as head, h.at as head_at, l.attempts,
  coalesce(w.last_success_at > l.failing_since, false) as neighbours_succeed,
  l.replay_until, case when l.position < l.replay_until then l.replay_session end as replay_session,
  w.user_id, w.session_id, w.events, w.url, w.secret, w.extra_signatures, w.headers, w.format,
  case when w.previous_secret_until > now() then w.previous_secret end as previous_secret,
  w.failing_since is not null as failing, ${SUCCESS_IS_OLD('w')} as success_is_old`;

const HEAD = `
  left join event_lane h on h.user_id = w.user_id and h.session_id = coalesce(w.session_id, '') and h.lane = l.lane`;

/** A lane may be taken when nobody holds it who lives. `$1` is this process, `$2` the lanes it is at. */
const IS_FREE = (lane: string) => `
  (${lane}.holder is null or ${lane}.holder = $1 or ${lane}.holder not in (select id from alive))
  and not (${lane}.webhook_id || '/' || ${lane}.lane = any($2::text[]))
  and (${lane}.retry_at is null or ${lane}.retry_at <= now())`;

/** Which lanes to look at and how many to take. */
export interface Wanted {
  /** Keys of the lanes that this process is at. */
  running: string[];
  /** Only the webhooks of these users; null for all. */
  userIds: string[] | null;
  limit: number;
  /** How many of them may belong to webhooks whose newest attempt failed. */
  failingLimit: number;
}

/**
 * The cursors of all webhooks, and who drains which lane. A lane that is behind its log is held by one process at a time, which
 * makes its requests one after the other. Holding needs no renewal lane by lane: a process shows once for all that it lives.
 */
@Injectable()
export class Lanes {
  /** What this process writes counts only while a lane still carries it. */
  readonly holder = v7();

  constructor(private readonly dataSource: DataSource) {}

  /** For a new webhook: it reads what comes from now on. */
  async create(tx: Tx, webhookId: string, userId: string): Promise<void> {
    await tx.query(
      `insert into webhook_lane (webhook_id, lane, position, at)
       select $1, lane, coalesce(l.position, 0), coalesce(l.at, now() - interval '1 day')
       from generate_series(0, $3::int) lane left join event_log l on l.user_id = $2`,
      [webhookId, userId, REQUEUE_LANE],
    );
  }

  /** Shows that this process lives. To be called every second or so, and before the first claim. */
  async beat(): Promise<void> {
    await this.dataSource.query(
      `with dead as (delete from webhook_dispatcher where beat_at < now() - interval '1 day')
       insert into webhook_dispatcher (id, beat_at) values ($1, now()) on conflict (id) do update set beat_at = now()`,
      [this.holder],
    );
  }

  /** Frees all lanes of this process at once. */
  async leave(): Promise<void> {
    await this.dataSource.query('delete from webhook_dispatcher where id = $1', [this.holder]);
  }

  /**
   * Takes lanes that have something to read, those that wait longest first. Of a webhook that fails only one lane at a time is
   * tried, so that an endpoint that hangs does not take up this process. A claim need not survive a crash of the database, so
   * it does not wait for the disk, which would be most of the time between an event and its request.
   */
  async claim({ running, userIds, limit, failingLimit }: Wanted): Promise<Lane[]> {
    const rows = await this.dataSource.query<LaneRow[]>(
      `with alive as materialized (
         select id from webhook_dispatcher where beat_at > now() - ${LIFE}
       ), behind as (
         select l.webhook_id, l.lane, l.retry_at, w.failing_since is not null as failing
         from webhook w join webhook_lane l on l.webhook_id = w.id ${HEAD}
         where w.active and ($3::uuid[] is null or w.user_id = any($3))
           and (w.paused_until is null or w.paused_until <= now()) and ${IS_FREE('l')}
           and (h.position > l.position or (l.lane = ${REQUEUE_LANE} and exists (
             select 1 from delivery d where d.webhook_id = w.id and d.requeued_at is not null)))
       ), ranked as (
         select *, row_number() over (partition by failing, case when failing then webhook_id end
                                      order by retry_at nulls first) as place
         from behind
       ), fitting as (
         (select webhook_id, lane from ranked r
          where failing and place = 1 and not exists (
            select 1 from webhook_lane o
            where o.webhook_id = r.webhook_id and o.holder in (select id from alive) and o.lane <> r.lane)
          order by retry_at nulls first limit $5)
         union all
         (select webhook_id, lane from ranked where not failing order by retry_at nulls first limit $4)
         limit $4
       ), chosen as (
         select l.webhook_id, l.lane, set_config('synchronous_commit', 'off', true)
         from webhook_lane l join fitting using (webhook_id, lane) where ${IS_FREE('l')} for update of l skip locked
       ), taken as (
         update webhook_lane l set holder = $1 from chosen
         where l.webhook_id = chosen.webhook_id and l.lane = chosen.lane
         returning l.*
       )
       select ${COLUMNS} from taken l join webhook w on w.id = l.webhook_id ${HEAD}`,
      [this.holder, running, userIds, limit, failingLimit],
    );
    return rows.map(laneOfRow);
  }

  /** The same lane as it is now; null when it is not ours any more, or its webhook is not to be sent to. */
  async lookAgain({ webhook, lane }: Lane): Promise<Lane | null> {
    const [row] = await this.dataSource.query<LaneRow[]>(
      `select ${COLUMNS} from webhook_lane l join webhook w on w.id = l.webhook_id ${HEAD}
       where l.webhook_id = $2 and l.lane = $3 and l.holder = $1 and w.active`,
      [this.holder, webhook.id, lane],
    );
    return row === undefined ? null : laneOfRow(row);
  }

  /** Lets go of a lane, read through to `end`, unless the cursor was moved meanwhile. Need not survive a crash either. */
  async letGo({ webhook, lane, cursor }: Lane, end: LogPlace = cursor): Promise<void> {
    await this.dataSource.query(
      `with relaxed as (select set_config('synchronous_commit', 'off', true))
       update webhook_lane l set holder = null,
              position = case when position = $4 then $5 else position end, at = case when position = $4 then $6 else at end
       from relaxed where webhook_id = $2 and lane = $3 and holder = $1`,
      [this.holder, webhook.id, lane, cursor.position, end.position, end.at],
    );
  }

  /** Makes what waits for its next attempt due at once, with all its attempts before it: the webhook was repaired. */
  async hurry(tx: Tx, webhookId: string): Promise<void> {
    await tx.query(
      'update webhook_lane set retry_at = null, attempts = 0, failing_since = null where webhook_id = $1 and retry_at > now()',
      [webhookId],
    );
  }

  /**
   * Makes everything after a place be sent again, of one session or (null) of all that the webhook reads; what waits already is
   * sent as well. A replay of another session that is still under way makes both of them one of all sessions.
   */
  async rewind(webhookId: string, place: LogPlace, sessionId: string | null): Promise<void> {
    await this.dataSource.query(
      `update webhook_lane
       set position = $2, at = $3, attempts = 0, failing_since = null, retry_at = null,
           replay_until = case when ${EVERYTHING} then 0 else greatest(position, replay_until) end,
           replay_session = case when ${EVERYTHING} then null else $4 end
       where webhook_id = $1 and lane < ${REQUEUE_LANE} and position > $2`,
      [webhookId, place.position, place.at, sessionId],
    );
  }
}

const EVERYTHING = '($4::text is null or (position < replay_until and replay_session is distinct from $4))';
