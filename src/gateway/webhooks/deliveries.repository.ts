import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventType, PublicEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Attempt } from './attempt.js';
import { laneOf } from './lane.js';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryRow {
  /** A decimal number; newer ones are larger. */
  id: string;
  eventId: string;
  type: EventType;
  sessionId: string;
  sequence: string;
  state: DeliveryState;
  attempts: Attempt[];
  attemptCount: number;
  nextAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** What is on its way to webhooks, and what became of it. */
@Injectable()
export class Deliveries {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * One delivery for each event and each active webhook that wants it, in the caller's transaction. The events of a session
   * must come in order, by one transaction at a time: deliveries keep the order of these calls. Nudge the Dispatcher after commit.
   */
  async enqueue(tx: Tx, events: PublicEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event) => ({
      session_id: event.sessionId,
      user_id: event.userId,
      sequence: event.sequence,
      type: event.type,
      lane: laneOf(event),
    }));
    await tx.query(
      `insert into delivery (webhook_id, session_id, sequence, lane)
       select w.id, e.session_id, e.sequence, e.lane
       from jsonb_to_recordset($1::jsonb) as e(session_id text, user_id uuid, sequence bigint, type text, lane smallint)
       join webhook w on w.user_id = e.user_id and w.active
         and (w.session_id is null or w.session_id = e.session_id) and w.events && array['*', e.type]
       order by e.session_id, e.sequence
       on conflict (webhook_id, session_id, sequence) do nothing`,
      [JSON.stringify(rows)],
    );
  }

  /** Newest first, `limit` rows, older than the delivery `before`. */
  async ofWebhook(
    webhookId: string,
    filter: { state: DeliveryState | null; before: string | null; limit: number },
  ): Promise<DeliveryRow[]> {
    return this.dataSource.query<DeliveryRow[]>(
      `select d.id, e.id as "eventId", e.type, d.session_id as "sessionId", d.sequence, d.state, d.attempts,
              d.attempt_count as "attemptCount", case when d.state = 'pending' then d.next_at end as "nextAt",
              d.created_at as "createdAt", d.finished_at as "finishedAt"
       from delivery d join event e on e.session_id = d.session_id and e.sequence = d.sequence
       where d.webhook_id = $1 and ($2::text is null or d.state = $2) and ($3::bigint is null or d.id < $3)
       order by d.id desc limit $4`,
      [webhookId, filter.state, filter.before, filter.limit],
    );
  }

  /** Makes what waits for its next attempt due at once: the webhook was repaired. */
  async hurry(tx: Tx, webhookId: string): Promise<void> {
    await tx.query(
      `update delivery set next_at = now() where webhook_id = $1 and state = 'pending' and next_at > now()`,
      [webhookId],
    );
  }
}
