import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { pageOf, type PageQueryDto } from '../../platform/http/index.js';
import { AuditLog, type Deed } from '../audit/index.js';
import { LastingSecrets } from '../lasting-secrets/index.js';
import { isWithin } from './allowed-networks.js';
import { hashSecret, newApiKey, newSecretOf, parseApiKey } from './api-key-format.js';
import type { ApiKeyEntity } from './api-key.entity.js';
import type { ApiKeyDto, ApiKeyListDto, ChangeApiKeyDto, CreateApiKeyDto, CreatedApiKeyDto } from './api-keys.dto.js';
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
  /** Anywhere when absent or empty. */
  allowedIps?: string[];
  /** Never when absent or null. */
  expiresAt?: Date | null;
}

/** The credentials of programs. A revoked key is refused everywhere within two seconds. */
@Injectable()
export class ApiKeys {
  private readonly recent = new Recent<KeyRecord | null>(KEY_MEMORY);

  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ApiKeysRepository,
    private readonly secrets: LastingSecrets,
    private readonly audit: AuditLog,
  ) {}

  /** `key` is told this once; only a hash of it is kept. */
  async create(tx: Tx, wish: ApiKeyWish): Promise<CreatedApiKeyDto> {
    const { key, prefix, secret } = newApiKey();
    const { scopes = [...ALL_SCOPES], allowedIps = [], expiresAt = null } = wish;
    const made = { id: uuid(), prefix, secretHash: this.hash(secret), scopes, allowedIps, expiresAt };
    const stored = await this.repository.insert(tx, { ...wish, ...made });
    return { ...publicKey(stored), key };
  }

  /** Throws SESSION_NOT_FOUND when the key is to be bound to a session that is not the user's. */
  createFor(
    caller: Principal,
    { name, sessionId = null, scopes, allowedIps, expiresAt }: CreateApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    const { userId } = caller;
    const until = expiresAt ? futureTime(expiresAt) : null;
    return this.dataSource.transaction(async (tx) => {
      if (sessionId !== null && !(await this.repository.holdSession(tx, userId, sessionId))) {
        throw new Problem('SESSION_NOT_FOUND', `There is no session ${sessionId}.`);
      }
      const may = { scopes: scopes ?? [...ALL_SCOPES], allowedIps: allowedIps ?? [], expiresAt: until };
      const created = await this.create(tx, { userId, name, sessionId, ...may });
      const details = { sessionId, scopes: may.scopes.join(' ') };
      await this.audit.note(tx, { actor: caller, action: 'api_key.created', target: `api-key/${created.id}`, details });
      return created;
    });
  }

  async list(userId: string, { limit, cursor }: PageQueryDto): Promise<ApiKeyListDto> {
    const { rows, nextCursor } = pageOf(await this.repository.list(userId, cursor, limit + 1), limit);
    return { apiKeys: rows.map(publicKey), pagination: { limit, nextCursor } };
  }

  /** Holds within two seconds. Throws API_KEY_NOT_FOUND, for other users' keys as well. */
  async change(caller: Principal, id: string, { expiresAt, ...wish }: ChangeApiKeyDto): Promise<ApiKeyDto> {
    const until = typeof expiresAt === 'string' ? futureTime(expiresAt) : expiresAt;
    const changes = { ...wish, ...(until !== undefined && { expiresAt: until }) };
    const details = { changed: Object.keys(changes).join(' ') };
    const deed = { actor: caller, action: 'api_key.changed', target: `api-key/${id}`, details } as const;
    const changed = await this.noted(deed, id, (tx) => this.repository.change(tx, caller.userId, id, changes));
    return publicKey(changed);
  }

  /** The same key with a new secret, told this once. Throws API_KEY_NOT_FOUND, for other users' keys as well. */
  async rotate(caller: Principal, id: string, overlapHours: number): Promise<CreatedApiKeyDto> {
    const { userId } = caller;
    const deed = {
      actor: caller,
      action: 'api_key.rotated',
      target: `api-key/${id}`,
      details: { overlapHours },
    } as const;
    let key = '';
    const rotated = await this.noted(deed, id, async (tx) => {
      const known = await this.repository.change(tx, userId, id, {});
      if (!known) return null;
      const fresh = newSecretOf(known.prefix);
      key = fresh.key;
      return this.repository.rotate(tx, userId, id, this.hash(fresh.secret), overlapHours);
    });
    return { ...publicKey(rotated), key };
  }

  /** Throws API_KEY_NOT_FOUND, for other users' keys as well. */
  async revoke(caller: Principal, id: string): Promise<void> {
    const deed = { actor: caller, action: 'api_key.revoked', target: `api-key/${id}` } as const;
    await this.noted(deed, id, (tx) => this.repository.remove(tx, caller.userId, id));
  }

  /** Does something to a key, and writes it down. Throws API_KEY_NOT_FOUND when that gives null. */
  private async noted(deed: Deed, id: string, work: (tx: Tx) => Promise<ApiKeyEntity | null>): Promise<ApiKeyEntity> {
    const key = await transaction(this.dataSource, async (tx) => {
      const found = isUUID(id) ? await work(tx) : null;
      if (!found) throw new Problem('API_KEY_NOT_FOUND', 'You have no API key with this id.');
      await this.audit.note(tx, deed);
      return found;
    });
    this.recent.forget(key.prefix);
    return key;
  }

  /** Null when the key is not ours, revoked, expired or not for this address, or when its user may not come in any more. */
  async verify(key: string, address: string): Promise<Principal | null> {
    const parts = parseApiKey(key);
    if (!parts) return null;
    const record = await this.recent.get(parts.prefix, () => this.repository.find(parts.prefix));
    if (!record || !isSecretOf(record, this.hash(parts.secret))) return null;
    if (record.expiresAt !== null && !isAhead(record.expiresAt)) return null;
    if (record.allowedIps.length > 0 && !isWithin(address, record.allowedIps)) return null;
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
    return hashSecret(secret, this.secrets.of('api-key-pepper'));
  }
}

/** The secret of the key, or the one before it for as long as that is good. */
function isSecretOf({ secretHash, previousSecretHash, previousUntil }: KeyRecord, shown: Buffer): boolean {
  if (timingSafeEqual(secretHash, shown)) return true;
  if (previousSecretHash === null || previousUntil === null || !isAhead(previousUntil)) return false;
  return timingSafeEqual(previousSecretHash, shown);
}

function isAhead(time: Date): boolean {
  return time.getTime() > Date.now();
}

function publicKey(key: ApiKeyEntity): ApiKeyDto {
  const { id, name, prefix, scopes, sessionId, allowedIps, expiresAt, lastUsedAt, createdAt } = key;
  const previousUntil = key.previousUntil !== null && isAhead(key.previousUntil) ? key.previousUntil : null;
  return { id, name, prefix, scopes, sessionId, allowedIps, expiresAt, previousUntil, lastUsedAt, createdAt };
}

function futureTime(iso: string): Date {
  const time = new Date(iso);
  if (isAhead(time)) return time;
  const detail = 'must be a time in the future';
  throw new Problem('VALIDATION_FAILED', `/expiresAt ${detail}.`, { errors: [{ pointer: '/expiresAt', detail }] });
}
