import { Injectable } from '@nestjs/common';
import { JwtService, type JwtModuleOptions } from '@nestjs/jwt';
import { ALL_SCOPES, type Principal } from './principal.js';
import { Recent } from './recent.js';
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
  const [algorithm, issuer, audience] = ['HS256', 'wagate', 'wagate-api'] as const;
  return {
    secret,
    signOptions: { algorithm, issuer, audience, expiresIn: ACCESS_TOKEN_SECONDS },
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
  ) {}

  sign(user: UserEntity): Promise<string> {
    const claims: Claims = { sub: user.id, ver: user.tokenVersion };
    return this.jwt.signAsync(claims);
  }

  /** Null when the token is not ours, is over, or its user may not come in any more. */
  async verify(token: string): Promise<Principal | null> {
    const claims = await this.jwt.verifyAsync<Claims>(token).catch(() => null);
    if (!claims) return null;
    const user = await this.users.get(claims.sub, () => this.repository.find(claims.sub));
    if (!user?.active || user.tokenVersion !== claims.ver) return null;
    const { id: userId, role, tier } = user;
    return { userId, role, tier, scopes: [...ALL_SCOPES], sessionId: null, via: 'accessToken', keyId: null };
  }
}
