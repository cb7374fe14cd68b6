import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';

/** A caller's promise that two requests are one. */
export interface RequestKey {
  sessionId: string;
  key: string;
  route: string;
  /** See `fingerprint`. */
  bodyHash: Buffer;
}

/** An answer as it is kept and given again. */
export interface KeptAnswer {
  status: number;
  body: object;
}

/** How a key was used before, and whether for the same request. */
export interface KeptUse {
  isSame: boolean;
  answer: KeptAnswer;
}

const KEPT = `interval '7 days'`;

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes a key for this transaction, with the answer that goes with it. False when another request has it; one that is still
   * being accepted is waited for.
   */
  async take(tx: Tx, { sessionId, key, route, bodyHash }: RequestKey, answer: KeptAnswer): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `insert into idempotency_key as kept (session_id, key, route, body_hash, response, expires_at)
       values ($1, $2, $3, $4, $5, now() + ${KEPT})
       on conflict (session_id, key) do update
         set route = excluded.route, body_hash = excluded.body_hash, response = excluded.response,
             created_at = excluded.created_at, expires_at = excluded.expires_at
         where kept.expires_at <= now()
       returning 1`,
      [sessionId, key, route, bodyHash, JSON.stringify(answer)],
    );
    return rows.length > 0;
  }

  /** The answer kept under a key, and whether it was for this request; null when the key is free. */
  async find(tx: Tx, { sessionId, key, bodyHash }: RequestKey): Promise<KeptUse | null> {
    const rows: KeptUse[] = await tx.query(
      `select body_hash = $3 as "isSame", response as answer from idempotency_key
       where session_id = $1 and key = $2 and expires_at > now()`,
      [sessionId, key, bodyHash],
    );
    return rows[0] ?? null;
  }

  async keep({ sessionId, key }: RequestKey, answer: KeptAnswer): Promise<void> {
    await this.dataSource.query('update idempotency_key set response = $3 where session_id = $1 and key = $2', [
      sessionId,
      key,
      JSON.stringify(answer),
    ]);
  }

  /** Forgets what is older than it must be; gives the number of keys. */
  async prune(limit: number): Promise<number> {
    const rows: unknown[] = await this.dataSource.query(
      `with pruned as (
         delete from idempotency_key where (session_id, key) in (
           select session_id, key from idempotency_key where expires_at < now()
           order by expires_at limit $1 for update skip locked)
         returning 1
       )
       select * from pruned`,
      [limit],
    );
    return rows.length;
  }
}
