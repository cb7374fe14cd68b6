import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { deriveKey } from '../../platform/crypto/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import { hashSecret, newApiKey, parseApiKey } from './api-key-format.js';
import type { ApiKeyEntity } from './api-key.entity.js';
import type { ApiKeyDto, CreateApiKeyDto, CreatedApiKeyDto } from './api-keys.dto.js';
import { ApiKeysRepository, type KeyRecord } from './api-keys.repository.js';
import { ALL_SCOPES, type Principal, type Scope } from './principal.js';
import { Recent } from './recent.js';

const KEY_MEMORY = { ttlMs: 1_500, max: 10_000, nowMs: () => performance.now() };

export interface ApiKeyWish {
  userId: string;
  name: string;
  /** The one session that the key is for; null: all sessions of the user. It must be the user's. */
  sessionId: string | null;
  /** All of them when absent. */
  scopes?: Scope[];
  /** Never when absent or null. */
  expiresAt?: Date | null;
}

/** The credentials of programs. A revoked key is refused everywhere within two seconds. */
@Injectable()
export class ApiKeys {
  private pepper: Buffer | null = null;
  private readonly recent = new Recent<KeyRecord | null>(KEY_MEMORY);

  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ApiKeysRepository,
    private readonly config: AppConfig,
    private readonly audit: AuditLog,
  ) {}

  /** `key` is told this once; only a hash of it is kept. */
  async create(tx: Tx, wish: ApiKeyWish): Promise<CreatedApiKeyDto> {
    const { key, prefix, secret } = newApiKey();
    const { scopes = [...ALL_SCOPES], expiresAt = null } = wish;
    const secretHash = this.hash(secret);
    const stored = await this.repository.insert(tx, { ...wish, id: uuid(), prefix, secretHash, scopes, expiresAt });
    return { ...publicKey(stored), key };
  }

  /** Throws SESSION_NOT_FOUND when the key is to be bound to a session that is not the user's. */
  createFor(
    caller: Principal,
    { name, sessionId = null, scopes, expiresAt }: CreateApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    const { userId } = caller;
    const until = expiresAt ? futureTime(expiresAt) : null;
    return this.dataSource.transaction(async (tx) => {
      if (sessionId !== null && !(await this.repository.holdSession(tx, userId, sessionId))) {
        throw new Problem('SESSION_NOT_FOUND', `There is no session ${sessionId}.`);
      }
      const wish = { userId, name, sessionId, scopes: scopes ?? [...ALL_SCOPES], expiresAt: until };
      const created = await this.create(tx, wish);
      const details = { sessionId, scopes: wish.scopes.join(' ') };
      await this.audit.note(tx, { actor: caller, action: 'api_key.created', target: `api-key/${created.id}`, details });
      return created;
    });
  }

  async list(userId: string): Promise<ApiKeyDto[]> {
    return (await this.repository.list(userId)).map(publicKey);
  }

  /** Throws API_KEY_NOT_FOUND, for other users' keys as well. */
  async revoke(caller: Principal, id: string): Promise<void> {
    const prefix = await this.dataSource.transaction(async (tx) => {
      const removed = isUUID(id) ? await this.repository.remove(tx, caller.userId, id) : null;
      if (removed === null) throw new Problem('API_KEY_NOT_FOUND', 'You have no API key with this id.');
      await this.audit.note(tx, { actor: caller, action: 'api_key.revoked', target: `api-key/${id}` });
      return removed;
    });
    this.recent.forget(prefix);
  }

  /** Null when the key is not ours, revoked or expired, or when its user may not come in any more. */
  async verify(key: string): Promise<Principal | null> {
    const parts = parseApiKey(key);
    if (!parts) return null;
    const record = await this.recent.get(parts.prefix, () => this.repository.find(parts.prefix));
    if (!record || !timingSafeEqual(record.secretHash, this.hash(parts.secret))) return null;
    if (record.expiresAt !== null && record.expiresAt.getTime() <= Date.now()) return null;
    await this.noteUse(record);
    const { id: keyId, userId, role, tier, scopes, sessionId } = record;
    return { userId, role, tier, scopes, sessionId, via: 'apiKey', keyId };
  }

  private async noteUse(record: KeyRecord): Promise<void> {
    if (!record.restedAMinute) return;
    record.restedAMinute = false;
    await this.repository.touch(record.id);
  }

  private hash(secret: string): Buffer {
    this.pepper ??= deriveKey(this.config.encryptionKey, 'api-key-pepper');
    return hashSecret(secret, this.pepper);
  }
}

function publicKey({ id, name, prefix, scopes, sessionId, expiresAt, lastUsedAt, createdAt }: ApiKeyEntity): ApiKeyDto {
  return { id, name, prefix, scopes, sessionId, expiresAt, lastUsedAt, createdAt };
}

function futureTime(iso: string): Date {
  const time = new Date(iso);
  if (time.getTime() > Date.now()) return time;
  const detail = 'must be a time in the future';
  throw new Problem('VALIDATION_FAILED', `/expiresAt ${detail}.`, { errors: [{ pointer: '/expiresAt', detail }] });
}
