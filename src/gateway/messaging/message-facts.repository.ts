import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type {
  MediaFetchedFact,
  MediaInfo,
  MessageLabelledFact,
  MessageStarredFact,
  MessageStatusFact,
  MessageUndecryptableFact,
} from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Action, TimelineEntry } from './message.js';
import type { Joined } from '../address-book/index.js';
import { type PastMessage, type ReceivedMessage, senderKeys, statusesBefore } from './message-facts.js';

// The rows that may be the same message: WhatsApp's ids are unique per sender, and a sender has up to two addresses.
const KNOWN = `known as (
  select id, type, raw_kind from message
  where session_id = $1 and message_id = $2 and direction = 'inbound' and (sender_key = any($3) or from_jid = $4)
)`;

/** Whether a row only keeps the place of what could not be read, or of what was withheld and now comes as a message of the kind in `param`. */
const isPlace = (param: string) =>
  `(type = 'undecryptable' or (coalesce(raw_kind, '') in ('unavailable', 'viewOnceUnavailable') and raw_kind is distinct from ${param}))`;

/** What facts write to the table `message`. Every statement takes a repeated fact for what it is. */
@Injectable()
export class MessageFactsRepository {
  /** Stores a message, or puts it in the place of the one that could not be read or was withheld. False when it is there already. */
  async receive(tx: Tx, sessionId: string, message: ReceivedMessage, keys: [string, ...string[]]): Promise<boolean> {
    const { messageId, chatId, from, to, pushName, type, text, rawKind, content, context, sentAt } = message;
    const said = [content && JSON.stringify(content), context && JSON.stringify(context)];
    const arrived = JSON.stringify([entry('DELIVERED', sentAt)]);
    const rows: unknown[] = await tx.query(
      `with ${KNOWN},
       repaired as (
         update message set chat_id = $5, from_jid = $4, to_jid = $6, push_name = $7, type = $8, text = $9, raw_kind = $10,
                content = $15::jsonb, context = $16::jsonb, status = 'DELIVERED', failure = null, timeline = timeline || $11::jsonb, sent_at = $12, updated_at = now()
         where id = (select id from known where not exists (select 1 from known where not ${isPlace('$10')}) limit 1)
         returning 1
       ),
       inserted as (
         insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, push_name,
                              type, text, raw_kind, content, context, status, timeline, sent_at)
         select $13, $1, $2, 'inbound', $14, $5, $4, $6, $7, $8, $9, $10, $15::jsonb, $16::jsonb, 'DELIVERED', $11, $12
         where not exists (select 1 from known)
         on conflict do nothing
         returning 1
       )
       select 1 from repaired union all select 1 from inserted`,
      [
        ...[
          sessionId,
          messageId,
          keys,
          from,
          chatId,
          to,
          pushName,
          type,
          text,
          rawKind,
          arrived,
          sentAt,
          uuid(),
          keys[0],
        ],
        ...said,
      ],
    );
    return rows.length > 0;
  }

  /** Stores what the account's owner sent from the phone or another device. */
  async receiveOwn(tx: Tx, sessionId: string, message: ReceivedMessage): Promise<void> {
    const { messageId, chatId, from, to, type, text, rawKind, content, context, sentAt } = message;
    const said = [content && JSON.stringify(content), context && JSON.stringify(context)];
    const sent = JSON.stringify([entry('SENT', sentAt)]);
    await tx.query(
      `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text,
                            raw_kind, content, context, status, timeline, sent_at)
       select $1, $2, $3, 'outbound', 'me', $4, $5, $6, $7, $8, $9, $12::jsonb, $13::jsonb, 'SENT', $10, $11
       where not exists (
         select 1 from message
         where session_id = $2 and message_id = $3 and direction = 'outbound' and sender_key = 'me')`,
      [uuid(), sessionId, messageId, chatId, from, to, type, text, rawKind, sent, sentAt, ...said],
    );
  }

  /** Adds those that are not there yet, in one statement. Ids are made of the time of a message, since lists are in their order. */
  async remember(tx: Tx, sessionId: string, messages: PastMessage[]): Promise<void> {
    const rows = messages.map((message) => ({
      ...message,
      id: uuid({ msecs: message.sentAt.getTime() + message.place }),
      timeline: [entry(message.status, message.sentAt)],
    }));
    await tx.query(
      `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, push_name,
                            type, text, raw_kind, content, context, status, timeline, sent_at, starred)
       select distinct on ("messageId", direction, keys[1]) id, $1, "messageId", direction, keys[1], "chatId", "from", "to", "pushName", type, text, "rawKind",
              content, context, status, timeline, "sentAt", starred
       from jsonb_to_recordset($2::jsonb) as past(id uuid, "messageId" text, direction text, keys text[], "chatId" text,
              "from" text, "to" text, "pushName" text, type text, text text, "rawKind" text, content jsonb,
              context jsonb, status text, timeline jsonb, "sentAt" timestamptz, starred boolean)
       where not exists (
         select 1 from message m where m.session_id = $1 and m.message_id = past."messageId"
            and m.direction = past.direction and (m.sender_key = any(past.keys) or m.from_jid = past."from"))
       on conflict do nothing`,
      [sessionId, JSON.stringify(rows)],
    );
  }

  async star(tx: Tx, sessionId: string, { chat, messageId, fromMe, starred }: MessageStarredFact): Promise<void> {
    await tx.query(
      `update message set starred = $5, updated_at = now()
       where session_id = $1 and message_id = $2 and chat_id = $3 and (direction = 'outbound') = $4 and starred <> $5`,
      [sessionId, messageId, chat, fromMe, starred],
    );
  }

  async label(tx: Tx, sessionId: string, { chat, messageId, labelId, labelled }: MessageLabelledFact): Promise<void> {
    await tx.query(
      `update message set updated_at = now(),
              labels = case when $5 then array_append(array_remove(labels, $4), $4) else array_remove(labels, $4) end
       where session_id = $1 and message_id = $2 and chat_id = $3`,
      [sessionId, messageId, chat, labelId, labelled],
    );
  }

  /** Adds what is known of the file of a message to what its message said of it. */
  async toldOfFile(
    tx: Tx,
    sessionId: string,
    { messageId, mediaId }: Pick<MediaFetchedFact, 'messageId' | 'mediaId'>,
    news: Pick<MediaInfo, 'sizeBytes' | 'sha256'> | Pick<MediaInfo, 'failure'>,
  ): Promise<void> {
    await tx.query(
      `update message set updated_at = now(),
              content = jsonb_set(content, '{media}', (content->'media') || $4::jsonb)
       where session_id = $1 and message_id = $2 and content->'media'->>'mediaId' = $3`,
      [sessionId, messageId, mediaId, JSON.stringify(news)],
    );
  }

  /**
   * Rewrites the messages of chats that were kept by LID. They are found by the index of their chat, for which the LIDs are named
   * twice; in groups, authors stay as they were told.
   */
  async joinChats(tx: Tx, sessionId: string, pairs: Joined[]): Promise<void> {
    await tx.query(
      `update message m set chat_id = pair."whatsappId", updated_at = now(),
              from_jid = case when m.from_jid = pair.lid then pair."whatsappId" else m.from_jid end,
              to_jid = case when m.to_jid = pair.lid then pair."whatsappId" else m.to_jid end
       from jsonb_to_recordset($2::jsonb) as pair("whatsappId" text, lid text)
       where m.session_id = $1 and m.chat_id = any($3) and m.chat_id = pair.lid`,
      [sessionId, JSON.stringify(pairs), pairs.map(({ lid }) => lid)],
    );
  }

  /** Keeps the place of a message that could not be read. False when the message is there, readable or not. */
  async receiveUndecryptable(tx: Tx, sessionId: string, to: string, fact: MessageUndecryptableFact): Promise<boolean> {
    const { messageId, chat, from, detail } = fact;
    const keys = senderKeys(from, null);
    const sentAt = new Date(fact.timestamp * 1000);
    const failed = JSON.stringify([{ ...entry('FAILED', sentAt), detail }]);
    const rows: unknown[] = await tx.query(
      `with ${KNOWN}
       insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, status,
                            failure, timeline, sent_at)
       select $5, $1, $2, 'inbound', $6, $7, $4, $8, 'undecryptable', 'FAILED', $9, $10, $11
       where not exists (select 1 from known)
       on conflict do nothing
       returning 1`,
      [sessionId, messageId, keys, from, uuid(), keys[0], chat, to, detail, failed, sentAt],
    );
    return rows.length > 0;
  }

  /**
   * Moves messages forward, each by one step; gives those that it moved, in the order of the steps. What is not ours, is there
   * already or is past it stays as it is.
   */
  async advance(tx: Tx, sessionId: string, steps: MessageStatusFact[]): Promise<Advanced[]> {
    const rows = steps.map(({ messageId, status, at, detail }) => ({
      message_id: messageId,
      status,
      failure: status === 'FAILED' || status === 'EXPIRED' ? detail : null,
      entry: { status, at, ...(detail !== null && { detail }) } satisfies TimelineEntry,
      before: statusesBefore(status),
    }));
    return tx.query(
      `with advanced as (
         update message m set status = step.status, failure = step.failure, timeline = m.timeline || step.entry,
                              updated_at = now()
         from rows from (
                jsonb_to_recordset($2::jsonb) as (message_id text, status text, failure text, entry jsonb, before text[])
              ) with ordinality as step(message_id, status, failure, entry, before, place)
         where m.session_id = $1 and m.message_id = step.message_id and m.direction = 'outbound'
           and m.status = any(step.before)
         returning step.place, m.chat_id, m.to_jid, m.client_ref,
                   case when m.content ? 'target' then m.content end as action,
                   m.timeline->-2->>'status' as previous,
                   coalesce(m.send_at, (m.timeline->0->>'at')::timestamptz) as accepted_at,
                   jsonb_path_query_first(m.timeline, '$[*] ? (@.status == "SENT").at') #>> '{}' as sent_at
       )
       select place::int, chat_id as "chatId", to_jid as "to", client_ref as "clientRef", action, previous,
              accepted_at as "acceptedAt", sent_at as "sentAt"
       from advanced order by place`,
      [sessionId, JSON.stringify(rows)],
    );
  }
}

/** What the event of a step says besides the fact. */
export interface Advanced {
  /** Which of the steps, from 1. */
  place: number;
  chatId: string;
  to: string;
  clientRef: string | null;
  /** What it does to another message; null for one that says something itself. */
  action: Action | null;
  /** What it was before. */
  previous: TimelineEntry['status'] | null;
  acceptedAt: Date;
  /** ISO 8601; null: WhatsApp has not acknowledged it yet. */
  sentAt: string | null;
}

function entry(status: TimelineEntry['status'], at: Date): TimelineEntry {
  return { status, at: at.toISOString() };
}
