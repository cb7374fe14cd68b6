import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MessageStatusFact } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';

/** What a member of a group has made of a message; null: not yet, or not told. */
export interface MemberReceipt {
  /** Canonical JID. */
  member: string;
  deliveredAt: Date | null;
  readAt: Date | null;
  playedAt: Date | null;
}

/** The table `message_receipt`. */
@Injectable()
export class MessageReceiptsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Notes those of the steps that are of members. The first time counts: each of a member's devices may tell the same. */
  async note(tx: Tx, sessionId: string, steps: MessageStatusFact[]): Promise<void> {
    const rows = steps.flatMap(({ messageId, status, at, by }) =>
      by === undefined ? [] : { message_id: messageId, status, at, member: by },
    );
    if (rows.length === 0) return;
    await tx.query(
      `insert into message_receipt as known (message_id, member, delivered_at, read_at, played_at)
       select m.id, step.member, min(step.at) filter (where step.status = 'DELIVERED'),
              min(step.at) filter (where step.status = 'READ'), min(step.at) filter (where step.status = 'PLAYED')
       from jsonb_to_recordset($2::jsonb) as step(message_id text, status text, at timestamptz, member text)
       join message m on m.session_id = $1 and m.message_id = step.message_id and m.direction = 'outbound'
       group by m.id, step.member
       on conflict (message_id, member) do update set
         delivered_at = coalesce(known.delivered_at, excluded.delivered_at),
         read_at = coalesce(known.read_at, excluded.read_at),
         played_at = coalesce(known.played_at, excluded.played_at)`,
      [sessionId, JSON.stringify(rows)],
    );
  }

  /** By the message's own id, the first who had it first. */
  of(id: string): Promise<MemberReceipt[]> {
    return this.dataSource.query(
      `select member, delivered_at as "deliveredAt", read_at as "readAt", played_at as "playedAt" from message_receipt
       where message_id = $1 order by coalesce(delivered_at, read_at, played_at), member`,
      [id],
    );
  }
}
