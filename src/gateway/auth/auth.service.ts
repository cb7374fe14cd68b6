import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import { Settings } from '../settings/index.js';
import type { LoginDto, RegisterDto, SignedInDto, UserDto } from './auth.dto.js';
import { hashPassword, isPassword } from './password.js';
import type { Principal } from './principal.js';
import { RefreshTokens } from './refresh-tokens.repository.js';
import { publicUser, SignIns } from './sign-ins.service.js';
import { Strangers } from './strangers.service.js';
import type { UserEntity } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** People signing up, in and out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly users: UsersRepository,
    private readonly signIns: SignIns,
    private readonly refreshTokens: RefreshTokens,
    private readonly strangers: Strangers,
    private readonly audit: AuditLog,
  ) {}

  /** The first user of an installation is its administrator. Throws REGISTRATION_CLOSED and EMAIL_TAKEN. */
  async register({ email, password, name }: RegisterDto): Promise<SignedInDto> {
    if (this.settings.now.registration === 'closed') {
      throw new Problem('REGISTRATION_CLOSED', 'Ask an administrator of this installation for an account.');
    }
    const passwordHash = await hashPassword(password);
    return this.dataSource.transaction(async (tx) => {
      await this.users.lockCreation(tx);
      const role = (await this.users.isEmpty(tx)) ? 'ADMIN' : 'USER';
      const user = await this.users.insert(tx, { id: uuid(), email, name: name ?? null, passwordHash, role });
      if (!user) throw new Problem('EMAIL_TAKEN', 'There is a user with this e-mail address already.');
      await this.audit.note(tx, { ...byItself(user), action: 'user.registered', details: { role } });
      return this.signIns.issue(tx, user);
    });
  }

  /** Throws RATE_LIMITED and INVALID_CREDENTIALS, and does not tell whether such a user exists, in words or in time. */
  async login({ email, password }: LoginDto, address: string): Promise<SignedInDto> {
    const user = await this.strangers.trying(email, address, () => this.withPassword(email, password));
    return transaction(this.dataSource, (tx) => this.signIn(tx, user));
  }

  /**
   * Trades a refresh token for a new pair. A token that comes a second time was stolen from one side: both lose it. Only within
   * `graceSeconds`, and before the new pair was used, it may come again.
   */
  async refresh(token: string, graceSeconds = 0): Promise<SignedInDto> {
    const signedIn = await this.dataSource.transaction(async (tx) => {
      const used = await this.refreshTokens.use(tx, token, graceSeconds);
      if (used?.was === 'used') await this.endStolen(tx, token, used.userId);
      if (used?.was !== 'fresh' && used?.was !== 'again') return null;
      const user = await this.users.find(used.userId, tx);
      return user?.active ? this.signIns.issue(tx, user, used.family) : null;
    });
    if (!signedIn)
      throw new Problem('REFRESH_TOKEN_INVALID', 'The refresh token is unknown, used, expired or revoked.');
    return signedIn;
  }

  /** Ends the sign-in that the token comes from. Repeatable, and silent on unknown tokens. */
  logout(token: string): Promise<void> {
    return this.dataSource.transaction((tx) => this.refreshTokens.endFamilyOf(tx, token));
  }

  /** Ends all sign-ins of the caller, this one included. */
  logoutEverywhere(caller: Principal): Promise<void> {
    return transaction(this.dataSource, async (tx) => {
      await this.signIns.endAll(tx, caller.userId);
      const target = `user/${caller.userId}` as const;
      await this.audit.note(tx, { actor: caller, action: 'user.signed_out_everywhere', target });
    });
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
    // Nothing of what was typed: people type passwords into the wrong field.
    const target = user ? { target: `user/${user.id}` as const } : {};
    await this.audit.note(this.dataSource.manager, { actor: null, action: 'user.sign_in_failed', ...target });
    throw wrongCredentials();
  }

  /** The password was looked at before the user was locked: it may have been changed meanwhile. */
  private async signIn(tx: Tx, { id, passwordHash }: UserEntity): Promise<SignedInDto> {
    const user = await this.users.lock(tx, id);
    if (!user?.active || user.passwordHash !== passwordHash) throw wrongCredentials();
    await this.audit.note(tx, { ...byItself(user), action: 'user.signed_in' });
    return this.signIns.issue(tx, user);
  }

  private async endStolen(tx: Tx, token: string, userId: string): Promise<void> {
    await this.refreshTokens.endFamilyOf(tx, token);
    await this.audit.note(tx, { actor: null, action: 'user.refresh_token_reused', target: `user/${userId}` });
  }
}

function byItself({ id }: UserEntity) {
  return { actor: { userId: id, keyId: null }, target: `user/${id}` as const };
}

function wrongCredentials(): Problem {
  return new Problem('INVALID_CREDENTIALS', 'There is no active user with this e-mail address and password.');
}
