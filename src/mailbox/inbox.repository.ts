import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { InboxFact } from '../contracts/index.js';
import type { Tx } from '../platform/database/index.js';
import type { Claim } from './ownership.repository.js';
import { jsonb, rowsOf } from './sql.js';

/**
 * Facts on their way to the gateways. Workers write them together with the account state, in the account log. Those of direct
 * sessions are kept, and no gateway sees them here.
 */
@Injectable()
export class Inbox {
  constructor(private readonly dataSource: DataSource) {}

  /** A fact that a gateway itself establishes, such as the expiry of a message. */
  async put(tx: Tx, sessionId: string, fact: InboxFact): Promise<void> {
    await tx.query(
      `insert into mailbox.inbox (session_id, kind, payload, kept)
       values ($1, $2, $3, exists (select 1 from mailbox.account a where a.session_id = $1 and a.direct))`,
      [sessionId, fact.kind, jsonb(fact.payload)],
    );
  }

  /** What a worker tells beside the account's log, for as long as it has the account: it may be lost. Not of direct sessions. */
  async hint({ sessionId, epoch }: Pick<Claim, 'sessionId' | 'epoch'>, facts: InboxFact[]): Promise<void> {
    await this.dataSource.query(
      `insert into mailbox.inbox (session_id, kind, payload)
       select a.session_id, fact.value->>'kind', fact.value->'payload'
         from mailbox.account a, jsonb_array_elements($3::jsonb) with ordinality fact
        where a.session_id = $1 and a.epoch = $2 and not a.direct order by fact.ordinality`,
      [sessionId, epoch.toString(), jsonb(facts)],
    );
  }

  /** Sessions that have facts waiting, the longest waiting first. */
  async waiting(limit: number): Promise<string[]> {
    const rows = await rowsOf<{ session_id: string }>(
      this.dataSource,
      'select session_id from mailbox.inbox where not kept group by session_id order by min(id) limit $1',
      [limit],
    );
    return rows.map((row) => row.session_id);
  }

  /** Removes the oldest facts of a session in this transaction and gives them in order. The caller holds the session. */
  async take(tx: Tx, sessionId: string, limit: number): Promise<InboxFact[]> {
    return rowsOf<InboxFact>(
      tx,
      `with taken as (
         delete from mailbox.inbox where id in (
           select id from mailbox.inbox where session_id = $1 and not kept order by id limit $2)
         returning id, kind, payload, traceparent
       )
       select kind, payload, traceparent from taken order by id`,
      [sessionId, limit],
    );
  }
}
