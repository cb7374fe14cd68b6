import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-tokens.service.js';
import type { SignedInDto, UserDto } from './auth.dto.js';
import { RefreshTokens } from './refresh-tokens.repository.js';
import type { UserEntity } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** What a person holds after signing in: a pair of tokens; and the end of all that a user holds. */
@Injectable()
export class SignIns {
  constructor(
    private readonly users: UsersRepository,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  /** A new pair: of a new sign-in, or of the one (`family`) whose refresh token was used. The user's row must be locked. */
  async issue(tx: Tx, user: UserEntity, family?: string): Promise<SignedInDto> {
    return {
      user: publicUser(user),
      accessToken: await this.accessTokens.sign(user),
      refreshToken: await this.refreshTokens.issue(tx, user.id, family),
      expiresIn: ACCESS_TOKEN_SECONDS,
    };
  }

  /** Refresh tokens end with the transaction, access tokens within two seconds of it. API keys are left as they are. */
  async endAll(tx: Tx, userId: string): Promise<void> {
    await this.users.raiseTokenVersion(tx, userId);
    await this.refreshTokens.endAll(tx, userId);
  }
}

export function publicUser({ id, email, name, role, tier }: UserEntity): UserDto {
  return { id, email, name, role, tier };
}
