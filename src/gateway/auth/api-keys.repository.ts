import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import { ApiKeyEntity } from './api-key.entity.js';
import type { Role, Scope, Tier } from './principal.js';

/** What it takes to check a key. */
export interface KeyRecord {
  id: string;
  userId: string;
  role: Role;
  tier: Tier;
  sessionId: string | null;
  secretHash: Buffer;
  scopes: Scope[];
  allowedIps: string[];
  previousSecretHash: Buffer | null;
  previousUntil: Date | null;
  expiresAt: Date | null;
  /** The last use was noted more than a minute ago, or never. */
  restedAMinute: boolean;
}

export type NewKey = Pick<
  ApiKeyEntity,
  'id' | 'userId' | 'sessionId' | 'name' | 'prefix' | 'secretHash' | 'scopes' | 'allowedIps' | 'expiresAt'
>;
export type KeyChanges = Partial<Pick<ApiKeyEntity, 'name' | 'scopes' | 'allowedIps' | 'expiresAt'>>;

const RESTED = `(last_used_at is null or last_used_at < now() - interval '1 minute')`;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null when there is no such key, or when its user is shut out. */
  async find(prefix: string): Promise<KeyRecord | null> {
    const rows: KeyRecord[] = await this.dataSource.query(
      `select key.id, key.user_id as "userId", users.role, users.tier, key.session_id as "sessionId", key.secret_hash as "secretHash",
              key.scopes, key.allowed_ips as "allowedIps", key.previous_secret_hash as "previousSecretHash",
              key.previous_until as "previousUntil", key.expires_at as "expiresAt", ${RESTED} as "restedAMinute"
       from api_key key join users on users.id = key.user_id
       where key.prefix = $1 and users.active`,
      [prefix],
    );
    return rows[0] ?? null;
  }

  /** Notes a use. Asks again for the minute, so that of many replicas one writes. */
  async touch(id: string): Promise<void> {
    await this.dataSource.query(`update api_key set last_used_at = now() where id = $1 and ${RESTED}`, [id]);
  }

  async insert(tx: Tx, key: NewKey): Promise<ApiKeyEntity> {
    await tx.insert(ApiKeyEntity, key);
    return tx.findOneByOrFail(ApiKeyEntity, { id: key.id });
  }

  /** Oldest first, `limit` rows, newer than the key `after`. */
  list(userId: string, after: string | undefined, limit: number): Promise<ApiKeyEntity[]> {
    return this.dataSource.manager.find(ApiKeyEntity, {
      where: { userId, ...(after !== undefined && { id: MoreThan(after) }) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Null when the user has no such key. */
  async change(tx: Tx, userId: string, id: string, changes: KeyChanges): Promise<ApiKeyEntity | null> {
    if (Object.keys(changes).length > 0) await tx.update(ApiKeyEntity, { userId, id }, changes);
    return tx.findOneBy(ApiKeyEntity, { userId, id });
  }

  /** The secret so far is good as well for so long; an older one ends. Null when the user has no such key. */
  async rotate(
    tx: Tx,
    userId: string,
    id: string,
    secretHash: Buffer,
    overlapHours: number,
  ): Promise<ApiKeyEntity | null> {
    await tx.query(
      `update api_key set previous_secret_hash = secret_hash, previous_until = now() + $4 * interval '1 hour', secret_hash = $3
       where user_id = $1 and id = $2`,
      [userId, id, secretHash, overlapHours],
    );
    return tx.findOneBy(ApiKeyEntity, { userId, id });
  }

  /** The key that was removed; null when the user has no such key. */
  async remove(tx: Tx, userId: string, id: string): Promise<ApiKeyEntity | null> {
    const key = await tx.findOneBy(ApiKeyEntity, { userId, id });
    if (key) await tx.delete(ApiKeyEntity, { userId, id });
    return key;
  }

  /** True when the session is the user's. It stays until the end of the transaction. */
  async holdSession(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
    const rows: unknown[] = await tx.query('select 1 from session where id = $1 and user_id = $2 for key share', [
      sessionId,
      userId,
    ]);
    return rows.length > 0;
  }
}
