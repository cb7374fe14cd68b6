import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Tx } from '../../platform/database/index.js';

export const REFRESH_TOKEN_DAYS = 30;

export interface UsedToken {
  userId: string;
  family: string;
  /**
   * `fresh`: good, and used up by this call. `again`: used a moment ago, and nobody has used the one after it. `used`: somebody had
   * it before. `over`: expired, or its family was ended.
   */
  was: 'fresh' | 'again' | 'used' | 'over';
}

/**
 * Refresh tokens: 256 random bits, stored as a hash. All tokens that follow from one sign-in are a family. Every change to a
 * family happens under the lock of its user's row; else a token made at the same moment could outlive its family.
 */
@Injectable()
export class RefreshTokens {
  /** A token to hand out, in a new family or in the one of the token it replaces. Clears away what has expired. */
  async issue(tx: Tx, userId: string, family: string = uuid()): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await tx.query('delete from refresh_token where user_id = $1 and expires_at < now()', [userId]);
    await tx.query(
      `insert into refresh_token (id, user_id, family, token_hash, expires_at)
       values ($1, $2, $3, $4, now() + make_interval(days => $5))`,
      [uuid(), userId, family, hashOf(token), REFRESH_TOKEN_DAYS],
    );
    return token;
  }

  /** Uses a token up. Null when there is no such token. `graceSeconds`: how long ago it may have been used to be there `again`. */
  async use(tx: Tx, token: string, graceSeconds: number): Promise<UsedToken | null> {
    await this.lockUserOf(tx, token);
    const rows: UsedToken[] = await tx.query(
      `select user_id as "userId", family,
              case when revoked_at is not null or expires_at <= now() then 'over'
                   when used_at is null then 'fresh'
                   when $2 > 0 and used_at > now() - make_interval(secs => $2) and not exists (
                     select from refresh_token later where later.family = token.family and later.used_at > token.used_at
                   ) then 'again' else 'used' end as was
       from refresh_token token where token_hash = $1`,
      [hashOf(token), graceSeconds],
    );
    await tx.query('update refresh_token set used_at = coalesce(used_at, now()) where token_hash = $1', [
      hashOf(token),
    ]);
    return rows[0] ?? null;
  }

  /** Ends all tokens that come from the same sign-in; an unknown token ends nothing. */
  async endFamilyOf(tx: Tx, token: string): Promise<void> {
    await this.lockUserOf(tx, token);
    await tx.query(
      `update refresh_token set revoked_at = now()
       where family = (select family from refresh_token where token_hash = $1) and revoked_at is null`,
      [hashOf(token)],
    );
  }

  /** Ends all tokens of a user. */
  async endAll(tx: Tx, userId: string): Promise<void> {
    await tx.query('update refresh_token set revoked_at = now() where user_id = $1 and revoked_at is null', [userId]);
  }

  /** `no key update` leaves others free to add rows that refer to the user. */
  private async lockUserOf(tx: Tx, token: string): Promise<void> {
    await tx.query(
      'select 1 from users where id = (select user_id from refresh_token where token_hash = $1) for no key update',
      [hashOf(token)],
    );
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
