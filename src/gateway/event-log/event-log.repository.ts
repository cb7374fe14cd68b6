import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import type { EventType, NewEvent, PublicEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';

interface EventRow {
  id: string;
  session_id: string;
  user_id: string;
  sequence: string;
  type: EventType;
  chat_id: string | null;
  payload: PublicEvent['payload'];
  created_at: Date;
}

/** Whose events, and of which types; null for all of them. */
export interface EventFilter {
  userId: string;
  types: EventType[] | null;
  limit: number;
}

/** The durable log of what happened: only ever appended to. */
@Injectable()
export class EventLog {
  constructor(private readonly dataSource: DataSource) {}

  /** Gives each event its id and the next numbers of its session. The caller holds the session's lock. */
  async append(tx: Tx, session: { id: string; userId: string }, events: NewEvent[], now: Date): Promise<PublicEvent[]> {
    if (events.length === 0) return [];
    const rows = events.map(({ type, chatId, payload }) => ({ id: newEventId(), type, chat_id: chatId, payload }));
    const [counter] = await tx.query<{ last: string }[]>(
      `with counted as (
         update session set event_sequence = event_sequence + jsonb_array_length($4::jsonb) where id = $1
         returning event_sequence as last
       ), appended as (
         insert into event (session_id, user_id, created_at, sequence, id, type, chat_id, payload)
         select $1, $2, $3, last - jsonb_array_length($4::jsonb) + e.place, e.id, e.type, e.chat_id, e.payload
         from counted cross join rows from (jsonb_to_recordset($4::jsonb) as (id text, type text, chat_id text, payload jsonb))
              with ordinality as e(id, type, chat_id, payload, place)
       )
       select last from counted`,
      [session.id, session.userId, now, JSON.stringify(rows)],
    );
    if (counter === undefined) throw new Error('the session is gone');
    const before = Number(counter.last) - events.length;
    return events.map((event, index) => ({
      ...event,
      id: rows[index]!.id,
      sessionId: session.id,
      userId: session.userId,
      sequence: before + index + 1,
      createdAt: now,
    }));
  }

  /** The events of one session after a sequence number, in order. */
  async ofSession(sessionId: string, after: number, { userId, types, limit }: EventFilter): Promise<PublicEvent[]> {
    const rows = await this.dataSource.query<EventRow[]>(
      `select * from event
       where session_id = $1 and sequence > $2 and user_id = $3 and ($4::text[] is null or type = any($4))
       order by sequence limit $5`,
      [sessionId, after, userId, types, limit],
    );
    return rows.map(eventOf);
  }

  /** The events of all sessions of a user after the event with this id, in the order of time. */
  async ofUser(after: string | null, { userId, types, limit }: EventFilter): Promise<PublicEvent[]> {
    const rows = await this.dataSource.query<EventRow[]>(
      `select * from event
       where user_id = $1 and ($2::text is null or id > $2) and ($3::text[] is null or type = any($3))
       order by id limit $4`,
      [userId, after, types, limit],
    );
    return rows.map(eventOf);
  }
}

/** Made of the time, so that ids sort in the order of happening. */
function newEventId(): string {
  return `evt_${v7().replaceAll('-', '')}`;
}

function eventOf(row: EventRow): PublicEvent {
  const { id, type, payload } = row;
  return {
    id,
    type,
    payload,
    sessionId: row.session_id,
    userId: row.user_id,
    sequence: Number(row.sequence),
    chatId: row.chat_id,
    createdAt: row.created_at,
  } as PublicEvent;
}
