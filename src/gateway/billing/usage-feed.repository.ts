import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** One accepted message, as it is billed. */
export interface UsageEvent {
  /** Where it stands among all; grows. */
  sequence: number;
  /** Of the ledger's entry: whoever gets it twice can tell. */
  id: string;
  userId: string;
  sessionId: string;
  keyId: string | null;
  kind: string;
  at: Date;
}

/** Whose events; null: everybody's, or of any session. */
export interface WhoseUsage {
  userId: string | null;
  sessionId: string | null;
}

const COLUMNS = `sequence::float8 as sequence, id, user_id as "userId", session_id as "sessionId", key_id as "keyId", kind, at`;
const KEPT_DAYS = 40;

/** The ledger in the order in which it became known, for programs that count along. */
@Injectable()
export class UsageFeed {
  constructor(private readonly dataSource: DataSource) {}

  after({ userId, sessionId }: WhoseUsage, sequence: number, limit: number): Promise<UsageEvent[]> {
    return this.dataSource.query<UsageEvent[]>(
      `select ${COLUMNS} from usage_event
       where sequence > $1 and ($2::uuid is null or user_id = $2) and ($3::text is null or session_id = $3)
       order by sequence limit $4`,
      [sequence, userId, sessionId, limit],
    );
  }

  /** The first of those that were not pushed yet. */
  unpushed(limit: number): Promise<UsageEvent[]> {
    return this.dataSource.query<UsageEvent[]>(
      `select ${COLUMNS} from usage_event where sequence > (select pushed from usage_feed) order by sequence limit $1`,
      [limit],
    );
  }

  /** All up to this one were taken. */
  async markPushed(sequence: number): Promise<void> {
    await this.dataSource.query('update usage_feed set pushed = greatest(pushed, $1)', [sequence]);
  }

  /** Forgets what was told long ago; what is still to be pushed stays. Gives the number of events. */
  async forget(isPushed: boolean, limit: number): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `delete from usage_event where sequence = any(array(select sequence from usage_event order by sequence limit $1))
         and at < now() - $2 * interval '1 day' and (not $3 or sequence <= (select pushed from usage_feed))`,
      [limit, KEPT_DAYS, isPushed],
    );
    return count;
  }
}
