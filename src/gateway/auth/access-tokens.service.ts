import { Injectable } from '@nestjs/common';
import { JwtService, type JwtModuleOptions } from '@nestjs/jwt';
import { AppConfig } from '../../platform/config/index.js';
import { ALL_SCOPES, type Principal } from './principal.js';
import { Recent } from './recent.js';
import { keyIdOf, secretFor } from './signing-keys.js';
import type { UserEntity } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
const USER_MEMORY = { ttlMs: 1_500, max: 10_000, nowMs: () => performance.now() };

/** `ver` is the user's token version: raising that in the database ends all older tokens, within two seconds. */
interface Claims {
  sub: string;
  ver: number;
}

/** The algorithm is ours to choose, not the token's; issuer and audience keep tokens of other programs out. */
export function jwtOptions(secret: string): JwtModuleOptions {
  const keyid = keyIdOf(secret);
  const [algorithm, issuer, audience] = ['HS256', 'wagate', 'wagate-api'] as const;
  return {
    secret,
    signOptions: { algorithm, issuer, audience, keyid, expiresIn: ACCESS_TOKEN_SECONDS },
    verifyOptions: { algorithms: [algorithm], issuer, audience },
  };
}

/** Short-lived proofs that a person has signed in. */
@Injectable()
export class AccessTokens {
  private readonly users = new Recent<UserEntity | null>(USER_MEMORY);

  constructor(
    private readonly jwt: JwtService,
    private readonly repository: UsersRepository,
    private readonly config: AppConfig,
  ) {}

  sign(user: UserEntity): Promise<string> {
    const claims: Claims = { sub: user.id, ver: user.tokenVersion };
    return this.jwt.signAsync(claims);
  }

  /** Null when the token is not ours, is over, or its user may not come in any more. */
  async verify(token: string): Promise<Principal | null> {
    const claims = await this.claimsOf(token);
    if (!claims) return null;
    const user = await this.userOf(claims);
    if (!user?.active || user.tokenVersion !== claims.ver) return null;
    const { id: userId, role, tier } = user;
    return { userId, role, tier, scopes: [...ALL_SCOPES], sessionId: null, via: 'accessToken', keyId: null };
  }

  private async claimsOf(token: string): Promise<Claims | null> {
    const { jwtSecret, previousJwtSecret } = this.config;
    const secret = secretFor(token, previousJwtSecret === undefined ? [jwtSecret] : [jwtSecret, previousJwtSecret]);
    return secret === null ? null : this.jwt.verifyAsync<Claims>(token, { secret }).catch(() => null);
  }

  /** A token of a later version than the one remembered: another gateway has signed the user in anew. */
  private async userOf({ sub, ver }: Claims): Promise<UserEntity | null> {
    const find = () => this.repository.find(sub);
    const user = await this.users.get(sub, find);
    if (!user || user.tokenVersion >= ver) return user;
    this.users.forget(sub);
    return this.users.get(sub, find);
  }
}
