import { Injectable } from '@nestjs/common';
import { DataSource, Not } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import type { Role, Tier } from './principal.js';
import { UserEntity } from './user.entity.js';

export type NewUser = Pick<UserEntity, 'id' | 'email' | 'name' | 'passwordHash' | 'role'>;
export type UserChanges = Partial<Pick<UserEntity, 'passwordHash' | 'role' | 'tier' | 'active'>>;

/** What is absent does not matter. */
export interface UserFilter {
  /** A part of the e-mail address or the name. */
  search?: string;
  role?: Role;
  tier?: Tier;
  active?: boolean;
  cursor?: string;
}

/** E-mail addresses are given and kept normalised. */
@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string, tx: Tx = this.dataSource.manager): Promise<UserEntity | null> {
    return tx.findOneBy(UserEntity, { id });
  }

  /** Newest first, `limit` rows, older than the user `cursor`. */
  list({ search, role, tier, active, cursor }: UserFilter, limit: number): Promise<UserEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(UserEntity, 'users')
      .orderBy('users.id', 'DESC')
      .take(limit);
    if (search !== undefined) {
      query.andWhere(`strpos(lower(users.email || ' ' || coalesce(users.name, '')), lower(:search)) > 0`, { search });
    }
    if (role !== undefined) query.andWhere('users.role = :role', { role });
    if (tier !== undefined) query.andWhere('users.tier = :tier', { tier });
    if (active !== undefined) query.andWhere('users.active = :active', { active });
    if (cursor !== undefined) query.andWhere('users.id < :cursor', { cursor });
    return query.getMany();
  }

  /** Users who may administer, besides this one. */
  otherAdmins(tx: Tx, id: string): Promise<number> {
    return tx.countBy(UserEntity, { role: 'ADMIN', active: true, id: Not(id) });
  }

  findByEmail(email: string, tx: Tx = this.dataSource.manager): Promise<UserEntity | null> {
    return tx.createQueryBuilder(UserEntity, 'users').where('lower(users.email) = :email', { email }).getOne();
  }

  /** Null when the address is taken. */
  async insert(tx: Tx, user: NewUser): Promise<UserEntity | null> {
    const result = await tx.createQueryBuilder().insert().into(UserEntity).values(user).orIgnore().execute();
    const made = (result.raw as unknown[]).length > 0;
    return made ? tx.findOneByOrFail(UserEntity, { id: user.id }) : null;
  }

  /** With a lock under which sign-ins begin and end, and that leaves others free to add rows that refer to the user. */
  lock(tx: Tx, id: string): Promise<UserEntity | null> {
    return tx.findOne(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** With a lock that also keeps others from adding rows that refer to the user. */
  lockWholly(tx: Tx, id: string): Promise<UserEntity | null> {
    return tx.findOne(UserEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.delete(UserEntity, { id });
  }

  async change(tx: Tx, id: string, changes: UserChanges): Promise<void> {
    await tx.update(UserEntity, { id }, changes);
  }

  /** Ends every access token given out before. */
  async raiseTokenVersion(tx: Tx, id: string): Promise<void> {
    await tx.update(UserEntity, { id }, { tokenVersion: () => 'token_version + 1' });
  }

  /**
   * Until the end of the transaction nobody else creates a user under this lock: two first users can not both be first,
   * and replicas that boot together make one administrator.
   */
  async lockCreation(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('wagate/users'))`);
  }

  async isEmpty(tx: Tx): Promise<boolean> {
    return !(await tx.exists(UserEntity));
  }
}
