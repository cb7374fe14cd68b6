import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import type { TimelineEntry } from './message.js';
import type { MessageDto } from './message-answers.dto.js';
import { messageView } from './message-view.js';
import { MessagesRepository } from './messages.repository.js';

/** A message of a chat, as WhatsApp names it. */
export interface ChatMessageRef {
  messageId: string;
  fromMe: boolean;
  /** Canonical JID. */
  author: string;
  /** Epoch seconds. */
  timestamp: number;
}

const REF = `message_id as "messageId", direction = 'outbound' as "fromMe", from_jid as author,
  extract(epoch from sent_at)::int as timestamp`;

/** The messages in a chat, for whoever keeps chats. */
@Injectable()
export class ChatMessages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: MessagesRepository,
  ) {}

  /** As callers see them, by WhatsApp's id. */
  async named(sessionId: string, messageIds: string[]): Promise<Map<string, MessageDto>> {
    const found = await this.repository.named(sessionId, messageIds);
    return new Map(found.map((message) => [message.messageId, messageView(message, new Map())]));
  }

  /** The chat of a message; null where there is no such message. */
  async chatOf(sessionId: string, messageId: string): Promise<string | null> {
    return (await this.repository.find(sessionId, messageId))?.chatId ?? null;
  }

  /** The newest message that WhatsApp knows; null where there is none. */
  async newest(sessionId: string, chatId: string): Promise<ChatMessageRef | null> {
    const rows: ChatMessageRef[] = await this.dataSource.query(
      `select ${REF} from message where session_id = $1 and chat_id = $2
         and (direction = 'inbound' or status in ('SENT', 'DELIVERED', 'READ', 'PLAYED')) order by id desc limit 1`,
      [sessionId, chatId],
    );
    return rows[0] ?? null;
  }

  /** The newest received messages that nobody has read, `limit` at most. */
  unread(sessionId: string, chatId: string, limit: number): Promise<ChatMessageRef[]> {
    return this.dataSource.query(
      `select ${REF} from message where session_id = $1 and chat_id = $2 and direction = 'inbound'
         and status = 'DELIVERED' order by id desc limit $3`,
      [sessionId, chatId, limit],
    );
  }

  /** A label that is gone is on no message any more. */
  async unlabel(tx: Tx, sessionId: string, labelId: string): Promise<void> {
    await tx.query(
      `update message set labels = array_remove(labels, $2), updated_at = now()
       where session_id = $1 and labels <> '{}' and $2 = any(labels)`,
      [sessionId, labelId],
    );
  }

  /** Notes that these were read, and gives how many came in after the newest of them; null when none of them is known. */
  async noteRead(tx: Tx, sessionId: string, chatId: string, messageIds: string[], at: Date): Promise<number | null> {
    const read: TimelineEntry = { status: 'READ', at: at.toISOString() };
    await tx.query(
      `update message set status = 'READ', timeline = timeline || $4::jsonb, updated_at = now()
       where session_id = $1 and message_id = any($3) and chat_id = $2 and direction = 'inbound' and status = 'DELIVERED'`,
      [sessionId, chatId, messageIds, JSON.stringify([read])],
    );
    const rows: { newer: number }[] = await tx.query(
      `select (select count(*)::int from message m where m.session_id = $1 and m.chat_id = $2
                  and m.direction = 'inbound' and m.id > newest.id) as newer
       from (select id from message where session_id = $1 and message_id = any($3) and chat_id = $2
              order by id desc limit 1) newest`,
      [sessionId, chatId, messageIds],
    );
    return rows[0]?.newer ?? null;
  }
}
