import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { transaction } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import type { ChangePasswordDto, SignedInDto } from './auth.dto.js';
import { hashPassword, isPassword } from './password.js';
import type { Principal } from './principal.js';
import { SignIns } from './sign-ins.service.js';
import { Strangers } from './strangers.service.js';
import type { UserEntity } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** The passwords of people who are signed in already. Guessing is limited as at the sign-in. */
@Injectable()
export class Passwords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersRepository,
    private readonly signIns: SignIns,
    private readonly strangers: Strangers,
    private readonly audit: AuditLog,
  ) {}

  /** Ends all sign-ins of the user, and begins a new one. Throws VALIDATION_FAILED for a wrong password, and RATE_LIMITED. */
  async change(caller: Principal, wish: ChangePasswordDto, address: string): Promise<SignedInDto> {
    const { passwordHash: old } = await this.proven(caller, wish.currentPassword, '/currentPassword', address);
    const passwordHash = await hashPassword(wish.newPassword);
    return transaction(this.dataSource, async (tx) => {
      const user = await this.users.lock(tx, caller.userId);
      if (user?.passwordHash !== old) throw wrong('/currentPassword');
      await this.users.change(tx, user.id, { passwordHash });
      await this.signIns.endAll(tx, user.id);
      await this.audit.note(tx, { actor: caller, action: 'user.password_changed', target: `user/${user.id}` });
      return this.signIns.issue(tx, { ...user, tokenVersion: user.tokenVersion + 1 });
    });
  }

  /** The caller, who has shown the password again in the field `pointer`. Throws VALIDATION_FAILED and RATE_LIMITED. */
  async proven({ userId }: Principal, password: string, pointer: string, address: string): Promise<UserEntity> {
    const user = await this.users.find(userId);
    return this.strangers.trying(user?.email ?? userId, address, async () => {
      if ((await isPassword(password, user?.passwordHash ?? null)) && user) return user;
      throw wrong(pointer);
    });
  }
}

function wrong(pointer: string): Problem {
  const detail = 'is not your password';
  return new Problem('VALIDATION_FAILED', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
}
