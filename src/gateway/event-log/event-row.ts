import type { EventType, PublicEvent } from '../../contracts/index.js';

/** A row of the table `event`. */
export interface EventRow {
  id: string;
  session_id: string;
  user_id: string;
  position: string;
  sequence: string;
  type: EventType;
  chat_id: string | null;
  payload: PublicEvent['payload'];
  created_at: Date;
}

export function eventOf(row: EventRow): PublicEvent {
  const { id, type, payload } = row;
  return {
    id,
    type,
    payload,
    sessionId: row.session_id,
    userId: row.user_id,
    position: Number(row.position),
    sequence: Number(row.sequence),
    chatId: row.chat_id,
    createdAt: row.created_at,
  } as PublicEvent;
}
