import type { EventType, PublicEvent } from '../../contracts/index.js';

export const EVENT_COLUMNS =
  'id, session_id, user_id, position, sequence, type, chat_id, payload, traceparent, created_at' as const;

/** A row of the table `event`, as {@link EVENT_COLUMNS} reads it. */
export interface EventRow {
  id: string;
  session_id: string;
  user_id: string;
  position: string;
  sequence: string;
  type: EventType;
  chat_id: string | null;
  payload: PublicEvent['payload'];
  traceparent: string | null;
  created_at: Date;
}

export function eventOf(row: EventRow): PublicEvent {
  const { id, type, payload, traceparent } = row;
  return {
    id,
    type,
    payload,
    traceparent,
    sessionId: row.session_id,
    userId: row.user_id,
    position: Number(row.position),
    sequence: Number(row.sequence),
    chatId: row.chat_id,
    createdAt: row.created_at,
  } as PublicEvent;
}
