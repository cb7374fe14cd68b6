import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventType } from '../../contracts/index.js';
import type { Attempt } from './attempt.js';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryRow {
  /** A decimal number; that of a newer event is larger. */
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

/** Of an event that is to be sent again. */
export interface Requeued {
  position: number;
  at: Date;
}

/** What was sent to webhooks, and what became of it. */
@Injectable()
export class Deliveries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest events first, `limit` rows, older than the delivery `before`. */
  async ofWebhook(
    webhookId: string,
    filter: { state: DeliveryState | null; before: string | null; limit: number },
  ): Promise<DeliveryRow[]> {
    return this.dataSource.query<DeliveryRow[]>(
      `select position as id, event_id as "eventId", type, session_id as "sessionId", sequence, state, attempts,
              attempt_count as "attemptCount", coalesce(next_at, requeued_at) as "nextAt", created_at as "createdAt",
              finished_at as "finishedAt"
       from delivery
       where webhook_id = $1 and ($2::text is null or state = $2) and ($3::bigint is null or position < $3)
       order by position desc limit $4`,
      [webhookId, filter.state, filter.before, filter.limit],
    );
  }

  async state(webhookId: string, id: string): Promise<DeliveryState | null> {
    const [row] = await this.dataSource.query<{ state: DeliveryState }[]>(
      'select state from delivery where webhook_id = $1 and position = $2',
      [webhookId, id],
    );
    return row?.state ?? null;
  }

  /** Has it sent again, whatever became of it. */
  async requeue(webhookId: string, id: string): Promise<void> {
    await this.dataSource.query('update delivery set requeued_at = now() where webhook_id = $1 and position = $2', [
      webhookId,
      id,
    ]);
  }

  /** Has all dead letters sent again, in their order. Gives their number. */
  async requeueDead(webhookId: string): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `update delivery set requeued_at = now() where webhook_id = $1 and state = 'failed' and requeued_at is null`,
      [webhookId],
    );
    return count;
  }

  /** What is to be sent again, in the order of wishes. */
  async requeued(webhookId: string, limit: number): Promise<Requeued[]> {
    const rows = await this.dataSource.query<{ position: string; at: Date }[]>(
      `select position, event_at as at from delivery where webhook_id = $1 and requeued_at is not null
       order by requeued_at, position limit $2`,
      [webhookId, limit],
    );
    return rows.map(({ position, at }) => ({ position: Number(position), at }));
  }

  /** These can not be sent again: the log does not have their events any more. */
  async giveUp(webhookId: string, lost: Requeued[]): Promise<void> {
    await this.dataSource.query(
      'update delivery set requeued_at = null where webhook_id = $1 and position = any($2::bigint[])',
      [webhookId, lost.map(({ position }) => position)],
    );
  }
}
