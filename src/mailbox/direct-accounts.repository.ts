import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Desired } from '../contracts/index.js';
import { AppConfig } from '../platform/config/index.js';
import type { Tx } from '../platform/database/index.js';
import { newAccountKey } from './record-crypto.js';
import { type Queryable, rowsOf } from './sql.js';
import { OWNER_IS_ALIVE, WORKER_IS_READY } from './workers.repository.js';

export interface DirectAccount {
  sessionId: string;
  /** False for the account of a gateway's user: it may be looked at here, and nothing else. */
  direct: boolean;
  desired: Desired;
  paired: boolean;
  /** The live worker that holds it; null when none does. */
  holder: string | null;
  /** The ready worker that is to have it; null when it is not wanted, or waits for a worker. */
  assigned: string | null;
  createdAt: Date;
}

const VIEW = `
  select a.session_id as "sessionId", a.direct, a.desired, a.paired, a.created_at as "createdAt",
         case when ${OWNER_IS_ALIVE('a.owner')} then w.worker_id end as holder,
         case when a.desired <> 'off' and ${WORKER_IS_READY('a.assigned_worker')} then a.assigned_worker end as assigned
    from mailbox.account a left join mailbox.worker w on w.incarnation = a.owner
   where a.session_id = $1`;

/** The accounts of direct sessions, as the worker at which they are asked for sees and changes them. */
@Injectable()
export class DirectAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** When it was made; null when the id is taken, also by a session of the gateways. */
  async open(sessionId: string): Promise<Date | null> {
    const key = newAccountKey(this.config.keyring, sessionId);
    const [row] = await rowsOf<{ createdAt: Date }>(
      this.dataSource,
      `insert into mailbox.account (session_id, dek, direct) values ($1, $2, true)
       on conflict do nothing returning created_at as "createdAt"`,
      [sessionId, key],
    );
    return row?.createdAt ?? null;
  }

  async find(sessionId: string): Promise<DirectAccount | null> {
    return one(this.dataSource, VIEW, sessionId);
  }

  /** Like {@link find}, and nobody else changes or claims the account until the end of the transaction. */
  async lock(tx: Tx, sessionId: string): Promise<DirectAccount | null> {
    return one(tx, `${VIEW} for update of a`, sessionId);
  }

  /** Says what is wanted of the account, and that this worker is to do it. The caller holds its lock. */
  async want(tx: Tx, sessionId: string, desired: Desired, workerId: string): Promise<void> {
    await tx.query(
      'update mailbox.account set desired = $2, assigned_worker = $3, updated_at = now() where session_id = $1',
      [sessionId, desired, workerId],
    );
  }

  /**
   * Destroys the account's key and everything of it here, and asks for the removal of its objects. A worker that still holds it
   * is fenced by that.
   */
  async remove(sessionId: string): Promise<void> {
    await this.dataSource.query(
      `with gone as (delete from mailbox.account where session_id = $1 and direct returning session_id)
       insert into mailbox.object_removal (folder) select 'sessions/' || session_id from gone
       on conflict (folder) do update set requested_at = excluded.requested_at`,
      [sessionId],
    );
  }
}

async function one(db: Queryable, sql: string, sessionId: string): Promise<DirectAccount | null> {
  const [row] = await rowsOf<DirectAccount>(db, sql, [sessionId]);
  return row ?? null;
}
