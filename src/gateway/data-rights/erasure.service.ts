import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { transaction } from '../../platform/database/index.js';
import { Passwords, type Principal, Users } from '../auth/index.js';
import { Removal, Sessions } from '../sessions/index.js';

/** Each may wait some seconds for WhatsApp. */
const AT_ONCE = 5;

/** The end of a user, with all that it has. */
@Injectable()
export class Erasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly removal: Removal,
  ) {}

  /**
   * Session by session, then the user with the rest; what was interrupted goes on when it is asked for again. Files go from the
   * object store soon after. Throws VALIDATION_FAILED for a wrong password, LAST_ADMIN and RATE_LIMITED.
   */
  async erase(caller: Principal, password: string, address: string): Promise<void> {
    await this.passwords.proven(caller, password, '/password', address);
    await this.users.mayGo(caller);
    const ids = await this.sessionIds(caller);
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => this.removal.remove(caller, id)));
    }
    await transaction(this.dataSource, async (tx) => {
      await this.users.holdToRemove(tx, caller);
      // Made meanwhile: none can be made any more.
      for (const id of await this.sessionIds(caller)) await this.removal.erase(tx, caller, id);
      await this.users.remove(tx, caller);
    });
  }

  private async sessionIds(caller: Principal): Promise<string[]> {
    const { sessions } = await this.sessions.list(caller, undefined);
    return sessions.map(({ sessionId }) => sessionId);
  }
}
