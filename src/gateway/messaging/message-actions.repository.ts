import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MessageRef } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { senderKeys } from './message-facts.js';
import type { Reaction, TimelineEntry, Vote } from './message.js';

/** Long after WhatsApp has given up to deliver anything again. */
const KEEP_ACTIONS = `interval '30 days'`;

// The row that an action is about, if it is there at all; `meant` when it is by the author that is meant.
const TARGET = `target as (
  select id, (direction = 'outbound') = $3 and ($3 or sender_key = any($4) or from_jid = $5) as meant
  from message where session_id = $1 and message_id = $2
)`;

// The same where anybody may do it.
const MEANT = `(
  select id from message where session_id = $1 and message_id = $2
  order by from_jid = $3 desc, direction = 'outbound' desc limit 1)`;

/** What people do to messages that are there: the rows change, and keep what they were in their timeline. */
@Injectable()
export class MessageActionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * False when this action was taken in before. `keys` are those of who did it. An action that could not be read at first has kept
   * a place among the messages, where it does not belong.
   */
  async isNew(tx: Tx, sessionId: string, messageId: string, keys: [string, ...string[]]): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with unread as (
         delete from message where session_id = $1 and message_id = $4 and direction = 'inbound'
            and type = 'undecryptable' and sender_key = any($3)
       )
       insert into message_action (session_id, sender_key, message_id)
       select $1, $2, $4 where not exists (
         select 1 from message_action where session_id = $1 and sender_key = any($3) and message_id = $4)
       on conflict do nothing returning 1`,
      [sessionId, keys[0], keys, messageId],
    );
    return rows.length > 0;
  }

  /** Puts what a person has to say of a message in the place of what the same one, by these addresses, said before; null removes it. */
  async replaceOne(
    tx: Tx,
    column: 'reactions' | 'votes',
    sessionId: string,
    target: MessageRef,
    by: string[],
    entry: Reaction | Vote | null,
  ): Promise<void> {
    await tx.query(
      `update message set updated_at = now(), ${column} = $5::jsonb || coalesce((
              select jsonb_agg(kept) from jsonb_array_elements(${column}) kept where kept->>'from' <> all($4)), '[]')
       where id = ${MEANT} and type <> 'deleted'`,
      [sessionId, target.messageId, target.author, by, JSON.stringify(entry === null ? [] : [entry])],
    );
  }

  async pin(tx: Tx, sessionId: string, { messageId, author }: MessageRef, until: string | null): Promise<void> {
    await tx.query(
      `update message set updated_at = now(), pinned_until = $4 where id = ${MEANT} and type <> 'deleted'`,
      [sessionId, messageId, author, until],
    );
  }

  /** False when the message is there and is not one that this author could change. */
  edit(tx: Tx, sessionId: string, target: MessageRef, lid: string | null, text: string, at: Date): Promise<boolean> {
    return this.change(
      tx,
      `text = $6, timeline = timeline || jsonb_set($7::jsonb, '{before}', coalesce(to_jsonb(text), 'null')),
       content = case when content ? 'caption' then jsonb_set(content, '{caption}', to_jsonb($6::text)) else content end`,
      [...parametersOf(sessionId, target, lid), text, JSON.stringify(entry('EDITED', at))],
    );
  }

  /** Like {@link edit}. Of the message remains that it was there, and in its timeline what it said. */
  delete(tx: Tx, sessionId: string, target: MessageRef, lid: string | null, at: Date): Promise<boolean> {
    return this.change(
      tx,
      `timeline = timeline || jsonb_set($6::jsonb, '{before}', coalesce(to_jsonb(text), 'null')), type = 'deleted', text = null,
       content = null, context = null, reactions = '[]', votes = '[]'`,
      [...parametersOf(sessionId, target, lid), JSON.stringify(entry('DELETED', at))],
    );
  }

  /** Forgets actions that can not come again; gives their number. */
  async prune(limit: number): Promise<number> {
    const [, count] = (await this.dataSource.query(
      `delete from message_action where ctid = any(array(
         select ctid from message_action where created_at < now() - ${KEEP_ACTIONS} limit $1))`,
      [limit],
    )) as [unknown[], number];
    return count;
  }

  private async change(tx: Tx, assignments: string, parameters: unknown[]): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with ${TARGET},
       changed as (
         update message set updated_at = now(), ${assignments}
         where id = (select id from target where meant limit 1) and type <> 'deleted' returning 1
       )
       select 1 where exists (select 1 from changed) or not exists (select 1 from target)`,
      parameters,
    );
    return rows.length > 0;
  }
}

/** What {@link TARGET} wants to know. */
function parametersOf(sessionId: string, { messageId, fromMe, author }: MessageRef, lid: string | null): unknown[] {
  return [sessionId, messageId, fromMe, senderKeys(author, lid), author];
}

function entry(status: TimelineEntry['status'], at: Date): TimelineEntry {
  return { status, at: at.toISOString() };
}
