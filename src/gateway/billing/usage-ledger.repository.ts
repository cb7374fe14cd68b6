import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';

export interface UsageEntry {
  /** The id of the accepted message: it is counted once. */
  id: string;
  userId: string;
  sessionId: string;
  keyId: string | null;
  kind: string;
}

/** What is billed: written in the transaction that accepts a message, so neither is there without the other. */
@Injectable()
export class UsageLedger {
  constructor(private readonly dataSource: DataSource) {}

  async note(tx: Tx, { id, userId, sessionId, keyId, kind }: UsageEntry): Promise<void> {
    await tx.query('insert into usage_entry (id, user_id, session_id, key_id, kind) values ($1, $2, $3, $4, $5)', [
      ...[id, userId, sessionId, keyId, kind],
    ]);
  }

  /** Messages of a user in the hour (UTC) of this time. */
  async inHourOf(userId: string, time: Date): Promise<number> {
    const [row] = await this.dataSource.query<{ messages: number }[]>(
      `with asked as (select date_trunc('hour', $2::timestamptz, 'UTC') as hour)
       select (
         (select count(*) from usage_entry, asked
          where user_id = $1 and at >= asked.hour and at < asked.hour + interval '1 hour')
         + coalesce((select sum(messages) from usage_hour, asked where user_id = $1 and usage_hour.hour = asked.hour), 0)
       )::int as messages`,
      [userId, time],
    );
    return row?.messages ?? 0;
  }
}
