import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-tokens.service.js';
import type { LoginDto, RegisterDto, SignedInDto, UserDto } from './auth.dto.js';
import { hashPassword, isPassword } from './password.js';
import { RefreshTokens } from './refresh-tokens.repository.js';
import { Strangers } from './strangers.service.js';
import type { UserEntity } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** People signing up, in and out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly users: UsersRepository,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly strangers: Strangers,
  ) {}

  /** The first user of an installation is its administrator. Throws REGISTRATION_CLOSED and EMAIL_TAKEN. */
  async register({ email, password, name }: RegisterDto): Promise<SignedInDto> {
    if (this.config.registration === 'closed') {
      throw new Problem('REGISTRATION_CLOSED', 'Ask an administrator of this installation for an account.');
    }
    const passwordHash = await hashPassword(password);
    return this.dataSource.transaction(async (tx) => {
      await this.users.lockCreation(tx);
      const role = (await this.users.isEmpty(tx)) ? 'ADMIN' : 'USER';
      const user = await this.users.insert(tx, { id: uuid(), email, name: name ?? null, passwordHash, role });
      if (!user) throw new Problem('EMAIL_TAKEN', 'There is a user with this e-mail address already.');
      return this.signIn(tx, user);
    });
  }

  /** Throws RATE_LIMITED and INVALID_CREDENTIALS, and does not tell whether such a user exists, in words or in time. */
  async login({ email, password }: LoginDto, address: string): Promise<SignedInDto> {
    const user = await this.strangers.trying(email, address, () => this.withPassword(email, password));
    return this.dataSource.transaction((tx) => this.signIn(tx, user));
  }

  /** Trades a refresh token for a new pair. A token that comes a second time was stolen from one side: both lose it. */
  async refresh(token: string): Promise<SignedInDto> {
    const signedIn = await this.dataSource.transaction(async (tx) => {
      const used = await this.refreshTokens.use(tx, token);
      if (used?.was === 'used') await this.refreshTokens.endFamilyOf(tx, token);
      if (used?.was !== 'fresh') return null;
      const user = await this.users.find(used.userId, tx);
      return user?.active ? this.signIn(tx, user, used.family) : null;
    });
    if (!signedIn)
      throw new Problem('REFRESH_TOKEN_INVALID', 'The refresh token is unknown, used, expired or revoked.');
    return signedIn;
  }

  /** Ends the sign-in that the token comes from. Repeatable, and silent on unknown tokens. */
  logout(token: string): Promise<void> {
    return this.dataSource.transaction((tx) => this.refreshTokens.endFamilyOf(tx, token));
  }

  async me(userId: string): Promise<UserDto> {
    const user = await this.users.find(userId);
    if (!user) throw new Problem('UNAUTHENTICATED', 'The user does not exist any more.');
    return publicUser(user);
  }

  private async withPassword(email: string, password: string): Promise<UserEntity> {
    const user = await this.users.findByEmail(email);
    const right = await isPassword(password, user?.passwordHash ?? null);
    if (user?.active && right) return user;
    throw new Problem('INVALID_CREDENTIALS', 'There is no active user with this e-mail address and password.');
  }

  private async signIn(tx: Tx, user: UserEntity, family?: string): Promise<SignedInDto> {
    return {
      user: publicUser(user),
      accessToken: await this.accessTokens.sign(user),
      refreshToken: await this.refreshTokens.issue(tx, user.id, family),
      expiresIn: ACCESS_TOKEN_SECONDS,
    };
  }
}

function publicUser({ id, email, name, role, tier }: UserEntity): UserDto {
  return { id, email, name, role, tier };
}
