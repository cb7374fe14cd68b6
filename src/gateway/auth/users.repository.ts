import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import { UserEntity } from './user.entity.js';

export type NewUser = Pick<UserEntity, 'id' | 'email' | 'name' | 'passwordHash' | 'role'>;

/** E-mail addresses are given and kept normalised. */
@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string, tx: Tx = this.dataSource.manager): Promise<UserEntity | null> {
    return tx.findOneBy(UserEntity, { id });
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

  /** Gives the user a new password and full rights, and ends every access token given out before. */
  async makeAdmin(tx: Tx, id: string, passwordHash: string): Promise<void> {
    const tokenVersion = () => 'token_version + 1';
    await tx.update(UserEntity, { id }, { passwordHash, role: 'ADMIN', active: true, tokenVersion });
  }
}
