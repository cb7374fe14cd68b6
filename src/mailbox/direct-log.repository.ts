import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type {
  MessageReceivedFact,
  MessageStatusFact,
  OutboxMessage,
  SessionPairedFact,
  SessionQrFact,
  SessionStatusFact,
} from '../contracts/index.js';
import { jsonb, rowsOf } from './sql.js';

/** The newest report of each kind, and the order in which they came. */
export interface SessionNews {
  status: SessionStatusFact | null;
  qr: SessionQrFact | null;
  paired: SessionPairedFact | null;
  newest: SessionNewsKind | null;
}

export type SessionNewsKind = 'session.status' | 'session.qr' | 'session.paired';

/** A message of a direct session; `at` is when it was accepted here, or reported. */
export type KeptMessage =
  | { kind: 'message.accepted'; payload: OutboxMessage; at: Date }
  | { kind: 'message.received'; payload: MessageReceivedFact; at: Date };

const KEEP = `interval '14 days'`;

/**
 * What happened in direct sessions: rows of the inbox that no gateway takes, kept for 14 days. Messages that are accepted
 * here go through the outbox like all others.
 */
@Injectable()
export class DirectLog {
  constructor(private readonly dataSource: DataSource) {}

  async news(sessionId: string): Promise<SessionNews> {
    const rows = await rowsOf<{ kind: SessionNewsKind; payload: never }>(
      this.dataSource,
      `select fact.kind, fact.payload
         from unnest(array['session.status', 'session.qr', 'session.paired']) as wanted(kind)
        cross join lateral (
          select id, kind, payload from mailbox.inbox
           where session_id = $1 and kept and kind = wanted.kind order by id desc limit 1) fact
        order by fact.id desc`,
      [sessionId],
    );
    const payloadOf = (kind: SessionNewsKind) => rows.find((row) => row.kind === kind)?.payload ?? null;
    const [status, qr, paired] = [payloadOf('session.status'), payloadOf('session.qr'), payloadOf('session.paired')];
    return { status, qr, paired, newest: rows[0]?.kind ?? null };
  }

  /**
   * Puts a message into the outbox and keeps it, in one statement. False when the session is not wanted at this worker any
   * more; then nothing is written.
   */
  async accept(sessionId: string, workerId: string, message: OutboxMessage, expiresAt: Date): Promise<boolean> {
    const rows = await rowsOf(
      this.dataSource,
      `with account as (
         select session_id from mailbox.account
          where session_id = $1 and assigned_worker = $2 and direct and desired = 'on' for key share
       ), queued as (
         insert into mailbox.outbox (session_id, message_id, payload, expires_at)
         select session_id, $3, $4::jsonb, $5 from account returning session_id
       )
       insert into mailbox.inbox (session_id, kind, payload, kept)
       select session_id, 'message.accepted', $4::jsonb, true from queued returning id`,
      [sessionId, workerId, message.messageId, jsonb(message), expiresAt],
    );
    return rows.length > 0;
  }

  /** The newest first. */
  async messages(sessionId: string, limit: number): Promise<KeptMessage[]> {
    return rowsOf<KeptMessage>(
      this.dataSource,
      `select kind, payload, at from (
         ${newestOf('message.accepted')} union all ${newestOf('message.received')}
       ) message order by id desc limit $2`,
      [sessionId, limit],
    );
  }

  /** What was reported of these messages, in order. */
  async statuses(sessionId: string, messageIds: string[]): Promise<MessageStatusFact[]> {
    const rows = await rowsOf<{ payload: MessageStatusFact }>(
      this.dataSource,
      `select payload from mailbox.inbox
        where session_id = $1 and kept and kind = 'message.status' and payload->>'messageId' = any($2) order by id`,
      [sessionId, messageIds],
    );
    return rows.map(({ payload }) => payload);
  }

  /** Gives up what was not sent in time, and keeps that it was. With gateways around, they do it as well. */
  async expire(now: Date): Promise<void> {
    await this.dataSource.query(
      `with expired as (
         delete from mailbox.outbox o using mailbox.account a
          where a.session_id = o.session_id and a.direct and o.state = 'queued' and o.expires_at < now()
         returning o.session_id, o.message_id
       )
       insert into mailbox.inbox (session_id, kind, payload, kept)
       select session_id, 'message.status', $1::jsonb || jsonb_build_object('messageId', message_id), true from expired`,
      [jsonb({ status: 'EXPIRED', at: now.toISOString(), detail: 'It could not be sent in time.' })],
    );
  }

  /** Forgets what is older than 14 days, but for the newest report of each kind on a session itself; gives the number of rows. */
  async prune(limit: number): Promise<number> {
    const rows = await rowsOf(
      this.dataSource,
      `delete from mailbox.inbox where id in (
         select old.id from mailbox.inbox old
          where old.kept and old.created_at < now() - ${KEEP} and (old.kind like 'message.%' or exists (
            select 1 from mailbox.inbox newer
             where newer.session_id = old.session_id and newer.kept and newer.kind = old.kind and newer.id > old.id))
          limit $1)
       returning id`,
      [limit],
    );
    return rows.length;
  }
}

function newestOf(kind: KeptMessage['kind']): string {
  return `(select id, kind, payload, created_at as at from mailbox.inbox
            where session_id = $1 and kept and kind = '${kind}' order by id desc limit $2)`;
}
