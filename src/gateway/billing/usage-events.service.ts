import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PATTERNS } from '../../contracts/index.js';
import { Inbox } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Counters } from '../../platform/redis/index.js';
import { Bus } from '../../platform/transport/index.js';

export interface ReachedLimit {
  userId: string;
  /** The session that the refused request names; it need not be the user's. */
  sessionId: string | null;
  reason: string;
  limit: number;
  until: Date;
}

/** Tells a user that a limit is reached: once until the limit begins anew, however often it refuses. */
@Injectable()
export class UsageEvents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly counters: Counters,
    private readonly inbox: Inbox,
    private readonly bus: Bus,
  ) {}

  async limitReached({ userId, sessionId, reason, limit, until }: ReachedLimit): Promise<void> {
    const windowSeconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000));
    const { total } = await this.counters.add(`told:${reason}:${userId}`, 1, windowSeconds);
    if (total > 1) return;
    const told = await transaction(this.dataSource, async (tx) => {
      // An event belongs to the log of a session: that of the request if it is the user's, else the oldest.
      const [session] = await tx.query<{ id: string }[]>(
        'select id from session where user_id = $1 order by id = $2 desc, created_at limit 1',
        [userId, sessionId ?? ''],
      );
      if (!session) return null;
      const payload = { reason, limit, resetAt: until.toISOString() };
      await this.inbox.put(tx, session.id, { kind: 'usage.limit', payload });
      return session.id;
    });
    if (told !== null) this.bus.tell(PATTERNS.inboxWake, { sessionId: told });
  }
}
