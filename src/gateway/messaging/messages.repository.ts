import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Direction, MessageStatus } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { keptContent } from './kept-content.js';
import type { AcceptedMessage, Message, Progress, TimelineEntry } from './message.js';

/** Which messages a list shows; null: all of them. */
export interface MessageFilter {
  sessionId: string;
  chatId: string | null;
  direction: Direction | null;
}

export interface PageWish extends MessageFilter {
  /** Only messages older than the one with this id. */
  before: string | null;
  offset: number;
  limit: number;
}

export interface FailedMessage {
  messageId: string;
  failure: string;
  at: Date;
}

/** Ids: from this one on, and before that one. */
export interface StoredWish {
  sessionId: string;
  from: string;
  until: string;
  limit: number;
}

const COLUMNS = `id, message_id as "messageId", direction, chat_id as "chatId", from_jid as "from", to_jid as "to",
  push_name as "pushName", type, text, raw_kind as "rawKind", client_ref as "clientRef", status, failure, timeline,
  send_at as "sendAt", sent_at as "sentAt", created_at as "createdAt", content, context, reactions, votes, starred, labels,
  case when pinned_until > now() then pinned_until end as "pinnedUntil"`;
const MATCHES = `session_id = $1 and ($2::text is null or chat_id = $2) and ($3::text is null or direction = $3)`;

/** No id of WhatsApp has spaces or control characters, and the database does not take all of them. */
const IN_ONE_WORD = /^[!-~]+$/;

/** What callers write to and read from the table `message`. Plain SQL: sending is the hot path. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Tx, message: AcceptedMessage): Promise<void> {
    const { id, sessionId, messageId, from, to, clientRef, sendAt, batchId, acceptedAt, expiresAt } = message;
    const { type, text, content } = keptContent(message.content);
    const timeline: TimelineEntry[] = [{ status: 'QUEUED', at: acceptedAt.toISOString() }];
    const said = [type, text, content && JSON.stringify(content), message.context && JSON.stringify(message.context)];
    await tx.query(
      `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, client_ref,
                            status, timeline, sent_at, expires_at, created_at, updated_at, send_at, batch_id, type, text,
                            content, context)
       values ($1, $2, $3, 'outbound', 'me', $4, $5, $4, $6, 'QUEUED', $7, $8, $9, $8, $8, $10, $11, $12, $13, $14, $15)`,
      [
        ...[id, sessionId, messageId, to, from, clientRef, JSON.stringify(timeline), acceptedAt, expiresAt],
        ...[sendAt, batchId, ...said],
      ],
    );
  }

  /** Whether this chat has ever been written to, or has written. */
  async isKnownChat(tx: Tx, sessionId: string, chatId: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `select 1 from message where session_id = $1 and chat_id = $2
         and (direction = 'inbound' or status in ('SENT', 'DELIVERED', 'READ', 'PLAYED')) limit 1`,
      [sessionId, chatId],
    );
    return rows.length > 0;
  }

  /** The persons with whom the session has a chat: one look into the index for each. */
  async peopleWritten(sessionId: string, limit: number): Promise<string[]> {
    const rows: { chatId: string }[] = await this.dataSource.query(
      `with recursive chat as (
         (select chat_id from message where session_id = $1 order by chat_id limit 1)
         union all
         select (select chat_id from message where session_id = $1 and chat_id > chat.chat_id order by chat_id limit 1)
         from chat where chat_id is not null
       )
       select chat_id as "chatId" from chat where chat_id like '%@s.whatsapp.net' or chat_id like '%@lid' limit $2`,
      [sessionId, limit],
    );
    return rows.map(({ chatId }) => chatId);
  }

  /** Null when there is none. WhatsApp's ids are unique per sender only; where two have one id, the session's own comes first. */
  async find(sessionId: string, messageId: string): Promise<Message | null> {
    if (!IN_ONE_WORD.test(messageId)) return null;
    const rows: Message[] = await this.dataSource.query(
      `select ${COLUMNS} from message where session_id = $1 and message_id = $2
       order by direction = 'outbound' desc, id desc limit 1`,
      [sessionId, messageId],
    );
    return rows[0] ?? null;
  }

  async progress(sessionId: string, messageId: string): Promise<Progress | null> {
    const rows: Progress[] = await this.dataSource.query(
      `select status, failure from message where session_id = $1 and message_id = $2 and direction = 'outbound'`,
      [sessionId, messageId],
    );
    return rows[0] ?? null;
  }

  /** How many messages of a batch have come how far. */
  batch(sessionId: string, batchId: string): Promise<{ status: MessageStatus; count: number }[]> {
    return this.dataSource.query(
      `select status, count(*)::int as count from message where session_id = $1 and batch_id = $2 group by status`,
      [sessionId, batchId],
    );
  }

  /** Notes that a received message was read; once is enough. */
  async read(sessionId: string, id: string, at: Date): Promise<void> {
    const entry: TimelineEntry = { status: 'READ', at: at.toISOString() };
    await this.dataSource.query(
      `update message set status = 'READ', timeline = timeline || $3::jsonb, updated_at = now()
       where session_id = $1 and id = $2 and status = 'DELIVERED'`,
      [sessionId, id, JSON.stringify([entry])],
    );
  }

  /** Newest first. */
  page({ sessionId, chatId, direction, before, offset, limit }: PageWish): Promise<Message[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from message where ${MATCHES} and ($4::uuid is null or id < $4)
       order by id desc offset $5 limit $6`,
      [sessionId, chatId, direction, before, offset, limit],
    );
  }

  /** WhatsApp's ids are unique per sender only: there may be two of one. */
  named(sessionId: string, messageIds: string[]): Promise<Message[]> {
    return this.dataSource.query(`select ${COLUMNS} from message where session_id = $1 and message_id = any($2)`, [
      sessionId,
      messageIds,
    ]);
  }

  /** How many messages were not understood, and when the newest of each kind was sent. */
  unsupported(sessionId: string): Promise<{ rawKind: string; count: number; lastAt: Date }[]> {
    return this.dataSource.query(
      `select coalesce(raw_kind, 'unknown') as "rawKind", count(*)::int as count, max(sent_at) as "lastAt" from message
       where session_id = $1 and type = 'unsupported' group by raw_kind order by count desc, raw_kind`,
      [sessionId],
    );
  }

  /** Of the newest 1000 messages of a session, which there is an index for. Newest first. */
  newestFailures(sessionId: string, limit: number): Promise<FailedMessage[]> {
    return this.dataSource.query(
      `select message_id as "messageId", coalesce(failure, 'unknown') as failure, updated_at as at
       from (select message_id, status, failure, updated_at, id from message
             where session_id = $1 order by id desc limit 1000) newest
       where status = 'FAILED' order by id desc limit $2`,
      [sessionId, limit],
    );
  }

  /** Oldest first. */
  stored({ sessionId, from, until, limit }: StoredWish): Promise<Message[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from message where session_id = $1 and id >= $2 and id < $3 order by id limit $4`,
      [sessionId, from, until, limit],
    );
  }

  /** How many there are; null for more than `limit`, which are not looked at. */
  async countUpTo({ sessionId, chatId, direction }: MessageFilter, limit: number): Promise<number | null> {
    const rows: { total: number }[] = await this.dataSource.query(
      `select count(*)::int as total from (select from message where ${MATCHES} limit $4 + 1) counted`,
      [sessionId, chatId, direction, limit],
    );
    const total = rows[0]?.total ?? 0;
    return total > limit ? null : total;
  }
}
