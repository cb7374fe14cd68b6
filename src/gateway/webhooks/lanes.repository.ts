import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import type { PublicEvent } from '../../contracts/index.js';
import type { Attempt } from './attempt.js';
import type { WebhookFormat } from './body.js';
import { SUCCESS_IS_OLD } from './webhook-health.repository.js';
import type { Target } from './webhook-sender.service.js';

/**
 * How long a delivery stays ours without a sign of life. Short, so that what a killed process had in its hands is sent soon;
 * the dispatcher renews it for as long as an attempt lasts.
 */
const LEASE = `interval '5 seconds'`;

/** A delivery that this process holds: nobody else sends it, or anything of its lane, while the lease is renewed. */
export interface Claim {
  deliveryId: string;
  /** Attempts made before. */
  attemptCount: number;
  webhook: Target & { format: WebhookFormat; failing: boolean; successIsOld: boolean };
  event: PublicEvent;
}

interface ClaimRow {
  delivery_id: string;
  attempt_count: number;
  webhook_id: string;
  url: string;
  secret: Buffer;
  headers: Buffer | null;
  format: WebhookFormat;
  failing: boolean;
  success_is_old: boolean;
  event_id: string;
  session_id: string;
  user_id: string;
  sequence: string;
  type: PublicEvent['type'];
  chat_id: string | null;
  payload: PublicEvent['payload'];
  created_at: Date;
}

const IS_FREE = (row: string) =>
  `${row}.next_at <= now() and (${row}.lease_until is null or ${row}.lease_until < now())`;

/** Leases the delivery whose id the CTE `chosen` gives, and answers all that is needed to send it. */
const LEASE_CHOSEN = `
  leased as (
    update delivery d set lease_until = now() + ${LEASE}, holder = $1 from chosen
    where d.id = chosen.id and d.state = 'pending' and ${IS_FREE('d')}
    returning d.*
  )
  select l.id as delivery_id, l.attempt_count,
         w.id as webhook_id, w.url, w.secret, w.headers, w.format, w.failing_since is not null as failing,
         ${SUCCESS_IS_OLD('w')} as success_is_old,
         e.id as event_id, e.session_id, e.user_id, e.sequence, e.type, e.chat_id, e.payload, e.created_at
  from leased l join webhook w on w.id = l.webhook_id join event e on e.session_id = l.session_id and e.sequence = l.sequence
  order by l.id`;

/**
 * The lanes of all webhooks. The head of a lane is its oldest pending delivery; only heads are sent, so a lane has one request
 * in flight and a head that waits for its next attempt holds up its lane and no other. All processes share by row locks.
 */
@Injectable()
export class Lanes {
  /** What we write counts only while it still stands in the row. */
  private readonly holder = v7();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Claims due heads, the longest due first. Jumps from lane to lane through the index, so that the cost grows with the lanes
   * that have something pending and not with what is pending. A lease need not survive a crash of the database, so the claim
   * does not wait for the disk, which would be most of the time between an event and its request.
   */
  async claimHeads(limit: number): Promise<Claim[]> {
    const rows = await this.dataSource.query<ClaimRow[]>(
      `with recursive lane as (
         (select webhook_id, lane from delivery where state = 'pending' order by webhook_id, lane limit 1)
         union all
         select following.* from lane at cross join lateral (
           select d.webhook_id, d.lane from delivery d
           where d.state = 'pending' and (d.webhook_id, d.lane) > (at.webhook_id, at.lane)
           order by d.webhook_id, d.lane limit 1) following
       ), head as (
         select first.id from lane join webhook w on w.id = lane.webhook_id and w.active cross join lateral (
           select d.id, d.next_at, d.lease_until from delivery d
           where d.webhook_id = lane.webhook_id and d.lane = lane.lane and d.state = 'pending'
           order by d.id limit 1) first
         where ${IS_FREE('first')} order by first.next_at limit $2
       ), chosen as (
         select d.id, set_config('synchronous_commit', 'off', true) from delivery d join head on head.id = d.id
         where d.state = 'pending' and ${IS_FREE('d')} for update of d skip locked
       ), ${LEASE_CHOSEN}`,
      [this.holder, limit],
    );
    return rows.map(claimOf);
  }

  /**
   * Ends a delivery. With `goOn` it claims the next one of the lane in the same step; null when there is none that is due, or
   * when our lease was lost.
   */
  async finish(claim: Claim, state: 'delivered' | 'failed', attempt: Attempt, goOn: boolean): Promise<Claim | null> {
    const rows = await this.dataSource.query<ClaimRow[]>(
      `with finished as (
         update delivery set state = $3, finished_at = now(), lease_until = null,
                attempt_count = attempt_count + 1, attempts = attempts || $4::jsonb
         where id = $2 and state = 'pending' and holder = $1
         returning webhook_id, lane
       ), chosen as (
         select following.id from finished f join webhook w on w.id = f.webhook_id and w.active cross join lateral (
           select d.id from delivery d
           where d.webhook_id = f.webhook_id and d.lane = f.lane and d.state = 'pending' and d.id > $2
           order by d.id limit 1) following
         where $5
       ), ${LEASE_CHOSEN}`,
      [this.holder, claim.deliveryId, state, JSON.stringify([attempt]), goOn],
    );
    return rows[0] === undefined ? null : claimOf(rows[0]);
  }

  /** Keeps what is under way ours. Like the claim itself, it need not survive a crash of the database. */
  async renew(deliveryIds: string[]): Promise<void> {
    await this.dataSource.query(
      `with relaxed as (select set_config('synchronous_commit', 'off', true))
       update delivery set lease_until = now() + ${LEASE} from relaxed
       where id = any($2) and state = 'pending' and holder = $1`,
      [this.holder, deliveryIds],
    );
  }

  /** Gives a delivery back, to be sent again after `delayMs`. */
  async postpone(claim: Claim, attempt: Attempt, delayMs: number): Promise<void> {
    await this.dataSource.query(
      `update delivery set next_at = now() + $3 * interval '1 millisecond', lease_until = null,
              attempt_count = attempt_count + 1, attempts = attempts || $4::jsonb
       where id = $2 and state = 'pending' and holder = $1`,
      [this.holder, claim.deliveryId, delayMs, JSON.stringify([attempt])],
    );
  }
}

function claimOf(row: ClaimRow): Claim {
  return {
    deliveryId: row.delivery_id,
    attemptCount: row.attempt_count,
    webhook: {
      id: row.webhook_id,
      url: row.url,
      secret: row.secret,
      headers: row.headers,
      format: row.format,
      failing: row.failing,
      successIsOld: row.success_is_old,
    },
    event: {
      id: row.event_id,
      sessionId: row.session_id,
      userId: row.user_id,
      sequence: Number(row.sequence),
      type: row.type,
      chatId: row.chat_id,
      payload: row.payload,
      createdAt: row.created_at,
    } as PublicEvent,
  };
}
