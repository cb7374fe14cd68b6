import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import { hashPassword } from './password.js';
import type { Principal } from './principal.js';
import { SignIns } from './sign-ins.service.js';
import type { UserEntity } from './user.entity.js';
import { type UserFilter, UsersRepository } from './users.repository.js';

/** What administrators change of a user; what is absent stays. */
export type UserWish = Partial<Pick<UserEntity, 'role' | 'tier' | 'active'>>;

const ONE_TIME_BYTES = 15;

/** All users, as administrators see and change them. Who is an administrator, the caller's policy has settled. */
@Injectable()
export class Users {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: UsersRepository,
    private readonly signIns: SignIns,
    private readonly audit: AuditLog,
  ) {}

  list(filter: UserFilter, limit: number): Promise<UserEntity[]> {
    return this.repository.list(filter, limit);
  }

  /** Throws USER_NOT_FOUND. */
  async find(id: string): Promise<UserEntity> {
    const user = isUUID(id) ? await this.repository.find(id) : null;
    if (!user) throw notFound(id);
    return user;
  }

  /**
   * Another role, or being shut out, ends all sign-ins; API keys of who is shut out are refused within two seconds and good again
   * when the user is let in. Throws USER_NOT_FOUND and LAST_ADMIN.
   */
  async change(actor: Principal, id: string, wish: UserWish): Promise<UserEntity> {
    return this.locked(id, async (tx, user) => {
      const changes = differences(user, wish);
      if (Object.keys(changes).length === 0) return user;
      const after = { ...user, ...changes };
      if (mayAdminister(user) && !mayAdminister(after)) await this.keepOneAdmin(tx, id);
      await this.repository.change(tx, id, changes);
      if (changes.role !== undefined || changes.active !== undefined) await this.signIns.endAll(tx, id);
      await this.audit.note(tx, { actor, action: 'user.changed', target: `user/${id}`, details: changes });
      return after;
    });
  }

  /** A password that the administrator hands over and the user changes. Ends all sign-ins. Throws USER_NOT_FOUND. */
  async resetPassword(actor: Principal, id: string): Promise<string> {
    const password = randomBytes(ONE_TIME_BYTES).toString('base64url');
    const passwordHash = await hashPassword(password);
    return this.locked(id, async (tx) => {
      await this.repository.change(tx, id, { passwordHash });
      await this.signIns.endAll(tx, id);
      await this.audit.note(tx, { actor, action: 'user.password_reset', target: `user/${id}` });
      return password;
    });
  }

  /** Throws LAST_ADMIN where the installation would be left without one. */
  async mayGo({ userId }: Principal): Promise<void> {
    const user = await this.find(userId);
    if (mayAdminister(user)) await this.keepOneAdmin(this.dataSource.manager, userId);
  }

  /** Until the end of the transaction nothing is made that belongs to the user. Throws LAST_ADMIN. */
  async holdToRemove(tx: Tx, { userId }: Principal): Promise<void> {
    await this.repository.lockCreation(tx);
    const user = await this.repository.lockWholly(tx, userId);
    if (user && mayAdminister(user)) await this.keepOneAdmin(tx, userId);
  }

  /** With keys, webhooks, files and all else that refers to the user; sessions must be gone. */
  async remove(tx: Tx, actor: Principal): Promise<void> {
    await this.audit.note(tx, { actor, action: 'user.deleted', target: `user/${actor.userId}` });
    await this.repository.remove(tx, actor.userId);
  }

  private locked<T>(id: string, work: (tx: Tx, user: UserEntity) => Promise<T>): Promise<T> {
    return transaction(this.dataSource, async (tx) => {
      // Before the lock of a user, as at the registration: two administrators can not demote each other at once.
      await this.repository.lockCreation(tx);
      const user = isUUID(id) ? await this.repository.lock(tx, id) : null;
      if (!user) throw notFound(id);
      return work(tx, user);
    });
  }

  private async keepOneAdmin(tx: Tx, id: string): Promise<void> {
    if ((await this.repository.otherAdmins(tx, id)) > 0) return;
    throw new Problem('LAST_ADMIN', 'Make somebody else an administrator first.');
  }
}

function mayAdminister({ role, active }: UserEntity): boolean {
  return role === 'ADMIN' && active;
}

/** What of the wish is not so already. */
function differences(user: UserEntity, { role, tier, active }: UserWish): UserWish {
  return {
    ...(role !== undefined && role !== user.role && { role }),
    ...(tier !== undefined && tier !== user.tier && { tier }),
    ...(active !== undefined && active !== user.active && { active }),
  };
}

function notFound(id: string): Problem {
  return new Problem('USER_NOT_FOUND', `There is no user "${id}".`);
}
