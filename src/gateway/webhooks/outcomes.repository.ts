import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PublicEvent } from '../../contracts/index.js';
import { isError } from '../../platform/is-error.js';
import type { LogPlace } from '../event-log/index.js';
import type { Attempt } from './attempt.js';
import type { Lane } from './lane-work.js';
import { Lanes } from './lanes.repository.js';

/** What came of one attempt, and where that leaves its lane. */
export interface DeliveryOutcome {
  lane: Lane;
  event: PublicEvent;
  attempt: Attempt;
  state: 'pending' | 'delivered' | 'failed';
  /** The cursor from now on. */
  to: LogPlace;
  /** Until the next attempt at the same event; null when it is settled, or when the webhook is switched off. */
  delayMs: number | null;
  /** Whether somebody else may take the lane now. */
  letGo: boolean;
}

/** Two transactions in each other's way, or a webhook that was deleted since: the same statement works the next time. */
const WORTH_REPEATING = ['40P01', '40001', '23503'];
const TRIES = 3;

/** Writes down what was sent. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lanes: Lanes,
  ) {}

  /**
   * Keeps the attempts and moves the cursors, in one statement; no two of them may be of the same webhook and event. Gives the
   * keys of the lanes that are still ours and stood where we thought: who misses one must not go on with it.
   */
  async write(outcomes: DeliveryOutcome[]): Promise<Set<string>> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.writeOnce(outcomes);
      } catch (error) {
        const code = isError(error) && 'code' in error ? String(error.code) : '';
        if (tries === TRIES || !WORTH_REPEATING.includes(code)) throw error;
      }
    }
  }

  private async writeOnce(outcomes: DeliveryOutcome[]): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `with o as materialized (
         select * from jsonb_to_recordset($2::jsonb) as o(
           webhook_id uuid, lane smallint, at_position bigint, to_position bigint, to_at timestamptz, let_go boolean,
           delay_ms bigint, position bigint, session_id text, sequence bigint, event_id text, event_at timestamptz,
           type text, state text, attempt jsonb)
       ), moved as (
         update webhook_lane l
         set position = o.to_position, at = o.to_at, holder = case when not o.let_go then l.holder end,
             attempts = case when o.state = 'pending' then l.attempts + 1 else 0 end,
             failing_since = case when o.state = 'pending' then coalesce(l.failing_since, now()) end,
             retry_at = now() + o.delay_ms * interval '1 millisecond'
         from o
         where l.webhook_id = o.webhook_id and l.lane = o.lane and l.holder = $1 and l.position = o.at_position
         returning l.webhook_id || '/' || l.lane as key
       ), kept as (
         insert into delivery as d (webhook_id, position, session_id, sequence, event_id, event_at, type, state, attempts,
                                    attempt_count, next_at, finished_at)
         select o.webhook_id, o.position, o.session_id, o.sequence, o.event_id, o.event_at, o.type, o.state,
                jsonb_build_array(o.attempt), 1, now() + o.delay_ms * interval '1 millisecond',
                case when o.state <> 'pending' then now() end
         from o join webhook w on w.id = o.webhook_id
         on conflict (webhook_id, position) do update
         set state = case when d.state = 'delivered' then d.state else excluded.state end,
             attempts = d.attempts || excluded.attempts, attempt_count = d.attempt_count + 1,
             next_at = excluded.next_at, finished_at = coalesce(excluded.finished_at, d.finished_at),
             requeued_at = case when excluded.state = 'pending' then d.requeued_at end
       )
       select key from moved`,
      [this.lanes.holder, JSON.stringify(outcomes.map(rowOf))],
    );
    return new Set(rows.map(({ key }) => key));
  }
}

function rowOf({ lane, event, attempt, state, to, delayMs, letGo }: DeliveryOutcome) {
  return {
    webhook_id: lane.webhook.id,
    lane: lane.lane,
    at_position: lane.cursor.position,
    to_position: to.position,
    to_at: to.at,
    let_go: letGo,
    delay_ms: delayMs,
    position: event.position,
    session_id: event.sessionId,
    sequence: event.sequence,
    event_id: event.id,
    event_at: event.createdAt,
    type: event.type,
    state,
    attempt,
  };
}
