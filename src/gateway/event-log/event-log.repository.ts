import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import type { NewEvent, PublicEvent, EventType } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { events as counted } from './event-metrics.js';
import { EVENT_COLUMNS, eventOf, type EventRow } from './event-row.js';
import { laneOf } from './lane.js';

/** What is read: the log of one session, or (null) of all sessions of a user. */
export interface Log {
  userId: string;
  sessionId: string | null;
}

export interface EventFilter {
  /** Null: all types. */
  types: EventType[] | null;
  limit: number;
}

/** A place in a user's log. `at` is the time of the event there, or earlier: no day before it is looked into. */
export interface LogPlace {
  position: number;
  at: Date;
}

export const BEGINNING: LogPlace = { position: 0, at: new Date(0) };

/** The durable log of what happened: only ever appended to. */
@Injectable()
export class EventLog {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Gives each event its id, its position in the log of the user and the next number of its session. The caller holds the
   * session's lock; from here to the end of the transaction it also holds the end of the user's log.
   */
  async append(tx: Tx, session: { id: string; userId: string }, events: NewEvent[]): Promise<PublicEvent[]> {
    if (events.length === 0) return [];
    const rows = events.map(({ type, chatId, payload, traceparent }) => {
      const lane = laneOf({ chatId, sessionId: session.id });
      return { id: newEventId(), lane, type, chat_id: chatId, payload, traceparent };
    });
    const [end] = await tx.query<{ position: string; sequence: string; at: Date }[]>(
      `with ended as (
         insert into event_log as l (user_id, position, at)
         values ($2, jsonb_array_length($3::jsonb), date_trunc('milliseconds', clock_timestamp()))
         on conflict (user_id) do update
           set position = l.position + excluded.position, at = greatest(l.at, excluded.at)
         returning position, at
       ), counted as (
         update session set event_sequence = event_sequence + jsonb_array_length($3::jsonb) where id = $1
         returning event_sequence as sequence
       ), listed as (
         select e.*, l.at, l.position - jsonb_array_length($3::jsonb) + e.place as position,
                c.sequence - jsonb_array_length($3::jsonb) + e.place as sequence
         from ended l cross join counted c cross join rows from (
                jsonb_to_recordset($3::jsonb) as (id text, lane smallint, type text, chat_id text, payload jsonb, traceparent text)
              ) with ordinality as e(id, lane, type, chat_id, payload, traceparent, place)
       ), appended as (
         insert into event (session_id, user_id, created_at, position, sequence, lane, id, type, chat_id, payload,
                            traceparent)
         select $1, $2, at, position, sequence, lane, id, type, chat_id, payload, traceparent from listed
       ), lanes as (
         insert into event_lane (user_id, session_id, lane, position, at)
         select $2, log, lane, max(position), max(at) from listed, (values (''), ($1)) of(log) group by log, lane
         on conflict (user_id, session_id, lane) do update set position = excluded.position, at = excluded.at
       )
       select l.position, c.sequence, l.at from ended l cross join counted c`,
      [session.id, session.userId, JSON.stringify(rows)],
    );
    if (end === undefined) throw new Error('the session is gone');
    for (const { type } of events) counted.inc({ type });
    const firstPosition = Number(end.position) - events.length + 1;
    const firstSequence = Number(end.sequence) - events.length + 1;
    return events.map((event, index) => ({
      ...event,
      id: rows[index]!.id,
      sessionId: session.id,
      userId: session.userId,
      position: firstPosition + index,
      sequence: firstSequence + index,
      createdAt: end.at,
    }));
  }

  /** The end of a user's log; null while it is empty. */
  async end(userId: string): Promise<LogPlace | null> {
    const [row] = await this.dataSource.query<{ position: string; at: Date }[]>(
      'select position, at from event_log where user_id = $1',
      [userId],
    );
    return row === undefined ? null : { position: Number(row.position), at: row.at };
  }

  /** The events of one session after a sequence number, in order. */
  async ofSession(
    { userId, sessionId }: { userId: string; sessionId: string },
    after: number,
    filter: EventFilter,
  ): Promise<PublicEvent[]> {
    return this.read(
      `session_id = $1 and sequence > $2 and user_id = $3 and ($4::text[] is null or type = any($4))
       order by sequence limit $5`,
      [sessionId, after, userId, filter.types, filter.limit],
    );
  }

  /** The events of a log after a place, in order. */
  async after({ userId, sessionId }: Log, place: LogPlace, { types, limit }: EventFilter): Promise<PublicEvent[]> {
    return this.read(
      `user_id = $1 and ($2::text is null or session_id = $2) and position > $3 and created_at >= $4
         and ($5::text[] is null or type = any($5))
       order by position limit $6`,
      [userId, sessionId, place.position, place.at, types, limit],
    );
  }

  /** The events of a log before a number, the newest first; null begins at the end. It counts as the cursors of readers do. */
  async before(
    { userId, sessionId }: Log,
    number: number | null,
    { types, limit }: EventFilter,
  ): Promise<PublicEvent[]> {
    const [whose, count] = sessionId === null ? ['$2::text is null', 'position'] : ['session_id = $2', 'sequence'];
    return this.read(
      `user_id = $1 and ${whose} and ($3::bigint is null or ${count} < $3) and ($4::text[] is null or type = any($4))
       order by ${count} desc limit $5`,
      [userId, sessionId, number, types, limit],
    );
  }

  /** The events of one lane of a log after a place, in order. */
  async ofLane(
    { userId, sessionId, lane }: Log & { lane: number },
    after: LogPlace,
    { types, limit, replay }: EventFilter & { replay: Replay | null },
  ): Promise<PublicEvent[]> {
    return this.read(
      `user_id = $1 and ($2::text is null or session_id = $2) and lane = $3 and position > $4 and created_at >= $5
         and ($6::text[] is null or type = any($6)) and (position > $7 or session_id = $8)
       order by position limit $9`,
      [userId, sessionId, lane, after.position, after.at, types, replay?.until ?? 0, replay?.sessionId, limit],
    );
  }

  /** Those of these events that the log still has, in no particular order. `since` is the time of the oldest, or earlier. */
  async at(userId: string, positions: number[], since: Date): Promise<PublicEvent[]> {
    return this.read('user_id = $1 and position = any($2) and created_at >= $3', [userId, positions, since]);
  }

  /** The first event of a log after a point; null when there is none yet. */
  async firstAfter({ userId, sessionId }: Log, point: LogPoint): Promise<PublicEvent | null> {
    const [first] = await this.read(
      `user_id = $1 and ($2::text is null or session_id = $2) and ${LATER[point.by]} limit 1`,
      [userId, sessionId, point.value],
    );
    return first ?? null;
  }

  private async read(condition: string, parameters: unknown[]): Promise<PublicEvent[]> {
    const rows = await this.dataSource.query<EventRow[]>(
      `select ${EVENT_COLUMNS} from event where ${condition}`,
      parameters,
    );
    return rows.map(eventOf);
  }
}

/** Up to the position `until` only the events of this session are wanted. */
export interface Replay {
  until: number;
  sessionId: string;
}

/** A point in a log: the event with this number, or the time. */
export type LogPoint = { by: 'time'; value: Date } | { by: 'sequence' | 'position'; value: number };

const LATER: Record<LogPoint['by'], string> = {
  time: 'created_at >= $3 order by position',
  sequence: 'sequence > $3 order by sequence',
  position: 'position > $3 order by position',
};

/** Made of the time, so that ids sort in the order of happening. */
function newEventId(): string {
  return `evt_${v7().replaceAll('-', '')}`;
}
