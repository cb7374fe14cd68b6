import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { InboxFact } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';

const ERROR_CHARS = 500;

/** What could not be applied: how often the oldest fact of a session failed, and the facts that were put aside. */
@Injectable()
export class IngestFailures {
  constructor(private readonly dataSource: DataSource) {}

  /** Sessions whose oldest fact failed a moment ago and is not to be tried yet. */
  async resting(): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ session_id: string }[]>(
      'select session_id from ingest_failure where retry_at > now()',
    );
    return new Set(rows.map((row) => row.session_id));
  }

  /** Whether the oldest fact of a session has failed, and is not to be tried yet. */
  async of(tx: Tx, sessionId: string): Promise<'none' | 'due' | 'resting'> {
    const [failure] = await tx.query<{ resting: boolean }[]>(
      'select retry_at > now() as resting from ingest_failure where session_id = $1',
      [sessionId],
    );
    if (failure === undefined) return 'none';
    return failure.resting ? 'resting' : 'due';
  }

  /** Counts a failure of the oldest fact, to be tried again in 1 s, then 4, 16 and 64. Gives the count. */
  async count(tx: Tx, sessionId: string, error: unknown): Promise<number> {
    const [counted] = await tx.query<{ failures: number }[]>(
      `insert into ingest_failure as f (session_id, failures, error, retry_at) values ($1, 1, $2, now() + interval '1 second')
       on conflict (session_id) do update
         set failures = f.failures + 1, error = $2, retry_at = now() + power(4, f.failures) * interval '1 second'
       returning failures`,
      [sessionId, described(error)],
    );
    return counted?.failures ?? 0;
  }

  /** The oldest fact was applied, or put aside. */
  async forget(tx: Tx, sessionId: string): Promise<void> {
    await tx.query('delete from ingest_failure where session_id = $1', [sessionId]);
  }

  /** How many were put aside. There is none unless the product is at fault. */
  async putAside(): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>('select count(*)::int as count from dead_fact');
    return row?.count ?? 0;
  }

  async bury(tx: Tx, sessionId: string, fact: InboxFact, error: unknown): Promise<void> {
    await tx.query('insert into dead_fact (session_id, kind, payload, error) values ($1, $2, $3, $4)', [
      sessionId,
      fact.kind,
      JSON.stringify(fact.payload),
      described(error),
    ]);
  }
}

function described(error: unknown): string {
  return String(error).slice(0, ERROR_CHARS);
}
