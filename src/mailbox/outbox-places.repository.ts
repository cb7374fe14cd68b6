import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HoldReason } from '../contracts/index.js';
import { rowsOf } from './sql.js';

/** A queued message that waits although its session may be connected. */
export interface HeldMessage {
  messageId: string;
  heldUntil: Date;
  reason: HoldReason;
}

/** What waits in the outbox of an account. */
export interface OutboxQueue {
  /** Accepted and not handed to WhatsApp yet, with what is held and scheduled. */
  waiting: number;
  held: number;
  scheduled: number;
  /** When the oldest of those that wait was accepted. */
  oldestAt: Date | null;
  /** Handed to WhatsApp, which has not answered yet. */
  inFlight: string[];
  /** The hold that ends last of those for the whole account or a chat. */
  heldUntil: Date | null;
  heldReasons: HoldReason[];
}

/** Where a message stands in the outbox. */
export interface OutboxPlace {
  isInFlight: boolean;
  /** How often it was handed to WhatsApp. */
  attempts: number;
  /** It leaves not before; null: it may leave now. */
  notBefore: Date | null;
  heldReason: HoldReason | null;
  /** How many messages that may leave now were accepted before it. */
  ahead: number;
  /** A message before it in the same chat is held until then, and why. */
  chatHeldUntil: Date | null;
  chatHeldReason: HoldReason | null;
}

/** Where messages stand in the outbox, for people who wonder why one waits. */
@Injectable()
export class OutboxPlaces {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the queued messages that are held, with the reason. */
  async holds(sessionId: string, messageIds: string[]): Promise<HeldMessage[]> {
    return rowsOf<HeldMessage>(
      this.dataSource,
      `select message_id as "messageId", not_before as "heldUntil", held_reason as reason from mailbox.outbox
       where session_id = $1 and message_id = any($2) and held_reason is not null and not_before > now()`,
      [sessionId, messageIds],
    );
  }

  async queue(sessionId: string): Promise<OutboxQueue> {
    const [row] = await rowsOf<OutboxQueue>(
      this.dataSource,
      `select count(*) filter (where state = 'queued')::int as waiting,
              count(*) filter (where is_held)::int as held,
              count(*) filter (where state = 'queued' and held_reason is null and not_before > now())::int as scheduled,
              min(created_at) filter (where state = 'queued') as "oldestAt",
              coalesce(array_agg(message_id order by id) filter (where state = 'sending'), '{}') as "inFlight",
              max(not_before) filter (where is_held) as "heldUntil",
              coalesce(array_agg(distinct held_reason) filter (where is_held), '{}') as "heldReasons"
       from (select *, state = 'queued' and held_reason is not null and not_before > now() as is_held
             from mailbox.outbox where session_id = $1 and state <> 'sent') waiting`,
      [sessionId],
    );
    return row!;
  }

  /** Null when the message is not there: WhatsApp has it, or it was given up. */
  async placeOf(sessionId: string, messageId: string): Promise<OutboxPlace | null> {
    const [row] = await rowsOf<OutboxPlace>(
      this.dataSource,
      `select o.state = 'sending' as "isInFlight", o.attempts, nullif(greatest(o.not_before, now()), now()) as "notBefore",
              case when o.not_before > now() then o.held_reason end as "heldReason", earlier.ahead,
              chat.not_before as "chatHeldUntil", chat.held_reason as "chatHeldReason"
       from mailbox.outbox o
       cross join lateral (
         select count(*)::int as ahead from mailbox.outbox e
         where e.session_id = o.session_id and e.state <> 'sent' and e.id < o.id and e.not_before <= now()) earlier
       left join lateral (
         select h.not_before, h.held_reason from mailbox.outbox h
         where h.session_id = o.session_id and h.payload->>'to' = o.payload->>'to' and h.id < o.id
           and h.held_reason is not null and h.not_before > now()
         order by h.id limit 1) chat on true
       where o.session_id = $1 and o.message_id = $2 and o.state <> 'sent'`,
      [sessionId, messageId],
    );
    return row ?? null;
  }
}
