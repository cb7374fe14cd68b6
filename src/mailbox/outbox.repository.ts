import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type HoldReason, type OutboxMessage, Problem } from '../contracts/index.js';
import type { Tx } from '../platform/database/index.js';
import type { Claim } from './ownership.repository.js';
import { HAS_MESSAGES_TO_SEND, jsonb, rowsOf } from './sql.js';

export interface NewOutboxMessage {
  sessionId: string;
  message: OutboxMessage;
  expiresAt: Date;
  notBefore?: Date;
  /** Of the span that accepted it, where traces are on. */
  traceparent?: string | undefined;
}

/** An outbox row that its owner has taken. */
export interface TakenMessage {
  message: OutboxMessage;
  /** How often it was handed to WhatsApp before. */
  attempts: number;
  /** The protobuf that was prepared for it before; null when there is none. */
  wire: Buffer | null;
  /** Of the span that accepted it; null when there is none. */
  traceparent: string | null;
  /** False: nothing that was accepted later waited when it was taken. */
  more: boolean;
}

/** How long a sent message can be sent again to a recipient's device that could not decrypt it. */
const KEEP_SENT = `interval '14 days'`;

/** Accepted messages: put in by the gateways, drained in order by the owner of the account. */
@Injectable()
export class Outbox {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Gives the id of the worker that is to send it, for the hint; null while the account has none. Throws SESSION_EXPORTED, also
   * when that happens at the same time.
   */
  async put(
    tx: Tx,
    { sessionId, message, expiresAt, notBefore, traceparent }: NewOutboxMessage,
  ): Promise<string | null> {
    const [row] = await rowsOf<{ worker: string | null }>(
      tx,
      `insert into mailbox.outbox (session_id, message_id, payload, expires_at, not_before, traceparent)
       values ($1, $2, $3, $4, coalesce($5, now()), $6)
       returning (select assigned_worker from mailbox.account where session_id = $1) as worker`,
      [sessionId, message.messageId, jsonb(message), expiresAt, notBefore ?? null, traceparent ?? null],
    ).catch((error: unknown) => {
      throw isRefusal(error) ? exported(sessionId) : error;
    });
    return row?.worker ?? null;
  }

  /** True when the message was still queued and is gone now; false when a worker has it already. */
  async cancel(tx: Tx, sessionId: string, messageId: string): Promise<boolean> {
    const rows = await rowsOf(
      tx,
      `delete from mailbox.outbox where session_id = $1 and message_id = $2 and state = 'queued' returning id`,
      [sessionId, messageId],
    );
    return rows.length > 0;
  }

  /** Removes all that is still to be sent, and names it: `sending` may have reached WhatsApp. */
  async takeUnsent(tx: Tx, sessionId: string): Promise<{ messageId: string; state: 'queued' | 'sending' }[]> {
    return rowsOf(
      tx,
      `delete from mailbox.outbox where session_id = $1 and state <> 'sent' returning message_id as "messageId", state`,
      [sessionId],
    );
  }

  /** Removes queued messages whose time is over, and names them. */
  async takeExpired(tx: Tx, limit: number): Promise<{ sessionId: string; messageId: string }[]> {
    return rowsOf(
      tx,
      `delete from mailbox.outbox where id in (
         select id from mailbox.outbox where state = 'queued' and expires_at < now()
         order by expires_at limit $1 for update skip locked)
       returning session_id as "sessionId", message_id as "messageId"`,
      [limit],
    );
  }

  /**
   * The next message of an account, marked as being sent by this epoch: the oldest whose time has come. What an earlier
   * epoch had in its hands comes first again, with the same id. Null when there is nothing to do. `except` are those that the
   * caller is done with and whose end is still being committed. The mark need not survive a crash of the database, so it does
   * not wait for the disk: a message that lost it goes out again under the same id.
   */
  async next({ sessionId, epoch }: Claim, except: string[] = []): Promise<TakenMessage | null> {
    const [row] = await rowsOf<Omit<TakenMessage, 'message'> & { payload: OutboxMessage }>(
      this.dataSource,
      `with relaxed as (select set_config('synchronous_commit', 'off', true))
       update mailbox.outbox set state = 'sending', epoch = $2, attempts = attempts + 1, held_reason = null
       from relaxed where id = (
         select o.id from mailbox.outbox o join mailbox.account a on a.session_id = o.session_id and a.epoch = $2
         where o.session_id = $1 and o.state <> 'sent' and o.not_before <= now() and o.message_id <> all($3)
           and (o.state = 'sending' or o.expires_at > now())
           and not exists (
             select 1 from mailbox.outbox held
             where held.session_id = o.session_id and held.payload->>'to' = o.payload->>'to' and held.id < o.id
               and held.held_reason is not null and held.not_before > now())
         order by o.id limit 1
         for update of o)
       returning payload, attempts - 1 as attempts, wire, traceparent, exists (
         select 1 from mailbox.outbox later
         where later.session_id = $1 and later.state <> 'sent' and later.id > outbox.id) as more`,
      [sessionId, epoch.toString(), except],
    );
    if (!row) return null;
    const { payload: message, ...rest } = row;
    return { message, ...rest };
  }

  /** Puts a taken message back: it waits until then, and what was accepted later for its chat waits with it. */
  async hold({ sessionId, epoch }: Claim, messageId: string, until: Date, reason: HoldReason): Promise<void> {
    await this.dataSource.query(
      `update mailbox.outbox set state = 'queued', attempts = attempts - 1, not_before = $4, held_reason = $5
       where session_id = $1 and message_id = $3 and state = 'sending' and epoch = $2`,
      [sessionId, epoch.toString(), messageId, until, reason],
    );
  }

  /**
   * Keeps the protobuf that is to be sent for a message, before any of it leaves: a repeat is the same message. Gives the one that
   * counts, which is the first that was kept; null when the message is not there any more.
   */
  async keepWire(sessionId: string, messageId: string, wire: Uint8Array): Promise<Buffer | null> {
    const [row] = await rowsOf<{ wire: Buffer }>(
      this.dataSource,
      `update mailbox.outbox set wire = coalesce(wire, $3) where session_id = $1 and message_id = $2 returning wire`,
      [sessionId, messageId, Buffer.from(wire)],
    );
    return row?.wire ?? null;
  }

  /** What {@link keepWire} kept; null when nothing was. */
  async wire(sessionId: string, messageId: string): Promise<Buffer | null> {
    const [row] = await rowsOf<{ wire: Buffer | null }>(
      this.dataSource,
      'select wire from mailbox.outbox where session_id = $1 and message_id = $2',
      [sessionId, messageId],
    );
    return row?.wire ?? null;
  }

  /** Whether the account has anything to send, now or later. */
  async hasMessages(sessionId: string): Promise<boolean> {
    const rows = await rowsOf(this.dataSource, `select 1 where ${HAS_MESSAGES_TO_SEND('$1')}`, [sessionId]);
    return rows.length > 0;
  }

  /** What was sent under an id, for a recipient's device that asks for it again; null when it is not known any more. */
  async find(sessionId: string, messageId: string): Promise<OutboxMessage | null> {
    const [row] = await rowsOf<{ payload: OutboxMessage }>(
      this.dataSource,
      'select payload from mailbox.outbox where session_id = $1 and message_id = $2',
      [sessionId, messageId],
    );
    return row?.payload ?? null;
  }

  /** Forgets what was sent so long ago that nobody asks for it; gives the number of rows. */
  async prune(limit: number): Promise<number> {
    const rows = await rowsOf(
      this.dataSource,
      `delete from mailbox.outbox where id in (
         select id from mailbox.outbox where state = 'sent' and sent_at < now() - ${KEEP_SENT} limit $1)
       returning id`,
      [limit],
    );
    return rows.length;
  }
}

/** Raised by a trigger, which waits for an export that is under way. */
const EXPORTED = 'WG001';

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === EXPORTED;
}

function exported(sessionId: string): Problem {
  return new Problem('SESSION_EXPORTED', `The session "${sessionId}" was exported to another installation.`);
}
