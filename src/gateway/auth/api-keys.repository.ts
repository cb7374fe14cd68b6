import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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
  expiresAt: Date | null;
  /** The last use was noted more than a minute ago, or never. */
  restedAMinute: boolean;
}

export type NewKey = Pick<
  ApiKeyEntity,
  'id' | 'userId' | 'sessionId' | 'name' | 'prefix' | 'secretHash' | 'scopes' | 'expiresAt'
>;

const RESTED = `(last_used_at is null or last_used_at < now() - interval '1 minute')`;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null when there is no such key, or when its user is shut out. */
  async find(prefix: string): Promise<KeyRecord | null> {
    const rows: KeyRecord[] = await this.dataSource.query(
      `select key.id, key.user_id as "userId", users.role, users.tier, key.session_id as "sessionId", key.secret_hash as "secretHash",
              key.scopes, key.expires_at as "expiresAt", ${RESTED} as "restedAMinute"
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

  list(userId: string): Promise<ApiKeyEntity[]> {
    return this.dataSource.manager.find(ApiKeyEntity, { where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** The prefix of the key that was removed; null when the user has no such key. */
  async remove(tx: Tx, userId: string, id: string): Promise<string | null> {
    const key = await tx.findOneBy(ApiKeyEntity, { userId, id });
    if (key) await tx.delete(ApiKeyEntity, { userId, id });
    return key?.prefix ?? null;
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
