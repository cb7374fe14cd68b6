import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../auth/index.js';
import type { UsageGroup, UsageQuery } from './usage-query.js';

export interface UsageRow {
  group: string;
  messages: number;
}

const GROUPS: Record<UsageGroup, string> = {
  hour: `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"')`,
  day: `to_char(at at time zone 'UTC', 'YYYY-MM-DD')`,
  session: 'session_id',
  kind: 'kind',
  key: `coalesce(key_id::text, 'accessToken')`,
};

/** The whole ledger: what is not rolled up yet, hours and days. An hour or a day belongs to the time that it begins in. */
const LEDGER = `(
  select user_id, at, session_id, key_id, kind, 1 as messages from usage_entry
  union all select user_id, hour, session_id, key_id, kind, messages from usage_hour
  union all select user_id, day::timestamp at time zone 'UTC', session_id, key_id, kind, messages from usage_day
) as ledger`;

/** Reads the ledger for people. */
@Injectable()
export class UsageReport {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order of the groups; of one session only where the credential is bound to it. */
  async rows(
    { userId, sessionId }: Pick<Principal, 'userId' | 'sessionId'>,
    { from, to, groupBy }: UsageQuery,
  ): Promise<UsageRow[]> {
    return this.dataSource.query<UsageRow[]>(
      `select ${GROUPS[groupBy]} as "group", sum(messages)::float8 as messages from ${LEDGER}
       where user_id = $1 and at >= $2 and at < $3 and ($4::text is null or session_id = $4) group by 1 order by 1`,
      [userId, from, to, sessionId],
    );
  }

  /** How many sessions the user has. */
  async sessions(userId: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      'select count(*)::int as count from session where user_id = $1',
      [userId],
    );
    return row?.count ?? 0;
  }
}
