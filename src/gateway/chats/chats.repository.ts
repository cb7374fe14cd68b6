import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import type { Joined } from '../address-book/index.js';
import type { Chat } from './chat.js';
import type { Touch } from './touches.js';

/** Where a page of chats goes on: after this one. */
export interface ChatPlace {
  lastAt: Date;
  chatId: string;
}

const COLUMNS = `chat_id as "chatId", name, last_message_id as "lastMessageId", last_at as "lastAt", unread,
  marked_unread as "markedUnread", archived, pinned_at as "pinnedAt", muted_until as "mutedUntil",
  ephemeral_seconds as "ephemeralSeconds", labels`;

/** Only ingest writes, one gateway at a time per session; others read. */
@Injectable()
export class ChatsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes in what messages of a whole batch do to chats, one entry a chat, in one statement. */
  async touch(tx: Tx, sessionId: string, touches: Touch[]): Promise<void> {
    await tx.query(
      `insert into chat as c (session_id, chat_id, last_message_id, last_at, unread)
       select $1, "chatId", "messageId", at, unread
       from jsonb_to_recordset($2::jsonb) as t("chatId" text, "messageId" text, at timestamptz, unread int)
       on conflict (session_id, chat_id) do update set
         last_message_id = case when excluded.last_at >= c.last_at then excluded.last_message_id else c.last_message_id end,
         last_at = greatest(c.last_at, excluded.last_at), unread = c.unread + excluded.unread, updated_at = now()`,
      [sessionId, JSON.stringify(touches)],
    );
  }

  named(tx: Tx, sessionId: string, chatIds: string[]): Promise<Chat[]> {
    return tx.query(`select ${COLUMNS} from chat where session_id = $1 and chat_id = any($2)`, [sessionId, chatIds]);
  }

  async save(tx: Tx, sessionId: string, chats: Chat[]): Promise<void> {
    await tx.query(
      `insert into chat as c (session_id, chat_id, name, last_message_id, last_at, unread, marked_unread, archived,
                              pinned_at, muted_until, ephemeral_seconds, labels)
       select $1, "chatId", name, "lastMessageId", "lastAt", unread, "markedUnread", archived, "pinnedAt", "mutedUntil",
              "ephemeralSeconds", labels
       from jsonb_to_recordset($2::jsonb) as t("chatId" text, name text, "lastMessageId" text, "lastAt" timestamptz,
              unread int, "markedUnread" boolean, archived boolean, "pinnedAt" timestamptz, "mutedUntil" timestamptz,
              "ephemeralSeconds" int, labels text[])
       on conflict (session_id, chat_id) do update set name = excluded.name, unread = excluded.unread,
         last_message_id = excluded.last_message_id, last_at = excluded.last_at, marked_unread = excluded.marked_unread,
         archived = excluded.archived, pinned_at = excluded.pinned_at, muted_until = excluded.muted_until,
         ephemeral_seconds = excluded.ephemeral_seconds, labels = excluded.labels, updated_at = now()`,
      [sessionId, JSON.stringify(chats)],
    );
  }

  async remove(tx: Tx, sessionId: string, chatIds: string[]): Promise<void> {
    await tx.query('delete from chat where session_id = $1 and chat_id = any($2)', [sessionId, chatIds]);
  }

  /** What was kept by LID goes on under the number: what is unread adds up, and what was set in either stays set. */
  async join(tx: Tx, sessionId: string, pairs: Joined[]): Promise<void> {
    await tx.query(
      `with gone as (
         delete from chat using jsonb_to_recordset($2::jsonb) as pair("whatsappId" text, lid text)
         where session_id = $1 and chat_id = pair.lid
         returning pair."whatsappId" as whatsapp_id, chat.*
       )
       insert into chat as c (session_id, chat_id, name, last_message_id, last_at, unread, marked_unread, archived,
                              pinned_at, muted_until, ephemeral_seconds, labels)
       select distinct on (whatsapp_id) $1, whatsapp_id, name, last_message_id, last_at, unread, marked_unread, archived,
              pinned_at, muted_until, ephemeral_seconds, labels from gone order by whatsapp_id, last_at desc
       on conflict (session_id, chat_id) do update set name = coalesce(c.name, excluded.name),
         last_message_id = case when excluded.last_at >= c.last_at then excluded.last_message_id else c.last_message_id end,
         last_at = greatest(c.last_at, excluded.last_at), unread = c.unread + excluded.unread,
         marked_unread = c.marked_unread or excluded.marked_unread, archived = c.archived or excluded.archived,
         pinned_at = coalesce(c.pinned_at, excluded.pinned_at), muted_until = coalesce(c.muted_until, excluded.muted_until),
         ephemeral_seconds = coalesce(c.ephemeral_seconds, excluded.ephemeral_seconds),
         labels = c.labels || array(select unnest(excluded.labels) except select unnest(c.labels)), updated_at = now()`,
      [sessionId, JSON.stringify(pairs)],
    );
  }

  /** Takes a label off all chats, and gives those that bore it. */
  unlabel(tx: Tx, sessionId: string, labelId: string): Promise<Chat[]> {
    return tx.query(
      `with unlabelled as (
         update chat set labels = array_remove(labels, $2), updated_at = now()
         where session_id = $1 and $2 = any(labels) returning *
       )
       select ${COLUMNS} from unlabelled`,
      [sessionId, labelId],
    );
  }

  /** Newest first. */
  page(sessionId: string, archived: boolean | null, after: ChatPlace | null, limit: number): Promise<Chat[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from chat
       where session_id = $1 and ($2::boolean is null or archived = $2)
         and ($3::timestamptz is null or (last_at, chat_id) < ($3::timestamptz, $4))
       order by last_at desc, chat_id desc limit $5`,
      [sessionId, archived, after?.lastAt ?? null, after?.chatId ?? null, limit],
    );
  }

  async find(sessionId: string, chatId: string): Promise<Chat | null> {
    return (await this.named(this.dataSource.manager, sessionId, [chatId]))[0] ?? null;
  }

  unread(sessionId: string, limit: number): Promise<Chat[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from chat where session_id = $1 and (unread > 0 or marked_unread) limit $2`,
      [sessionId, limit],
    );
  }
}
