import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Desired, type Pacing, Problem, type SyncHistory } from '../contracts/index.js';
import { AppConfig } from '../platform/config/index.js';
import type { Tx } from '../platform/database/index.js';
import { proxyRefusal, withoutPassword } from '../platform/egress/index.js';
import { Inbox } from './inbox.repository.js';
import { newAccountKey } from './record-crypto.js';
import { openProxy, sealProxy } from './session-proxy.js';
import { HAS_MESSAGES_TO_SEND, rowsOf } from './sql.js';
import { OWNER_IS_ALIVE, WORKER_IS_READY } from './workers.repository.js';

export interface AccountView {
  sessionId: string;
  desired: Desired;
  assignedWorker: string | null;
  /** The id of the live worker that holds the account now; null when none does. */
  ownerWorker: string | null;
  /** Of the last claim, in decimal digits. */
  epoch: string;
  paired: boolean;
  /** What was set for this session; what is absent has the default. */
  pacing: Partial<Pacing>;
  /** How much of the past it takes over at its next linking. */
  syncHistory: SyncHistory;
  /** The URL of its proxy, without the password; null: it has none. */
  proxy: string | null;
  /** Its keys are in a file and nowhere else: it can not be wanted. */
  exported: boolean;
}

const VIEW = `
  select a.session_id as "sessionId", a.desired, a.assigned_worker as "assignedWorker", a.paired, a.epoch,
              coalesce(a.pacing, '{}') as pacing, a.sync_history as "syncHistory", a.proxy,
         a.exported_at is not null as exported,
         case when ${OWNER_IS_ALIVE('a.owner')} then w.worker_id end as "ownerWorker"
  from mailbox.account a left join mailbox.worker w on w.incarnation = a.owner
  where a.session_id = $1`;

/** The gateway's side of an account: that it exists, what is wanted of it, and which worker is to have it. */
@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly inbox: Inbox,
  ) {}

  /** False when the id is taken: by a session that was made at a worker. */
  async open(tx: Tx, sessionId: string): Promise<boolean> {
    const key = newAccountKey(this.config.keyring, sessionId);
    const rows = await rowsOf(
      tx,
      'insert into mailbox.account (session_id, dek) values ($1, $2) on conflict do nothing returning session_id',
      [sessionId, key],
    );
    return rows.length > 0;
  }

  /**
   * Says what is wanted. The owner makes it so and reports; where nobody owns the account and there is nothing to do on
   * WhatsApp's side, the report is written here, so that every wish ends in a status.
   */
  async want(tx: Tx, sessionId: string, desired: Desired): Promise<void> {
    const [account] = await rowsOf<{ idle: boolean; paired: boolean }>(
      tx,
      `with changed as (
         update mailbox.account set desired = $2, updated_at = now() where session_id = $1
         returning owner, paired
       )
       select coalesce(not ${OWNER_IS_ALIVE('changed.owner')}, true) as idle, paired from changed`,
      [sessionId, desired],
    );
    if (!account?.idle || desired === 'on') return;
    if (desired === 'logged_out' && account.paired) return;
    await this.inbox.put(tx, sessionId, {
      kind: 'session.status',
      payload: {
        status: 'DISCONNECTED',
        reason: 'STOPPED',
        message: 'The session was stopped.',
        at: new Date().toISOString(),
      },
    });
  }

  async place(tx: Tx, sessionId: string, workerId: string | null): Promise<void> {
    await tx.query('update mailbox.account set assigned_worker = $2, updated_at = now() where session_id = $1', [
      sessionId,
      workerId,
    ]);
  }

  /** Null takes the session's own pacing away: the defaults hold again. */
  async setPacing(tx: Tx, sessionId: string, pacing: Partial<Pacing> | null): Promise<void> {
    await tx.query('update mailbox.account set pacing = $2 where session_id = $1', [
      sessionId,
      pacing && JSON.stringify(pacing),
    ]);
  }

  async setSyncHistory(tx: Tx, sessionId: string, syncHistory: SyncHistory): Promise<void> {
    await tx.query('update mailbox.account set sync_history = $2 where session_id = $1', [sessionId, syncHistory]);
  }

  /** Null takes the proxy away. The worker connects anew when it is another one. Throws URL_REFUSED. */
  async setProxy(tx: Tx, sessionId: string, url: string | null): Promise<void> {
    const refusal = url === null ? null : proxyRefusal(url, this.config.egressAllowPrivate);
    if (refusal !== null) {
      throw new Problem('URL_REFUSED', `The proxy’s URL ${refusal}.`, {
        errors: [{ pointer: '/proxy', detail: refusal }],
      });
    }
    const sealed = url && sealProxy(this.config.keyring, sessionId, url);
    await tx.query('update mailbox.account set proxy = $2 where session_id = $1', [sessionId, sealed]);
  }

  /** Destroys the account's key and everything of it in the mailbox. A worker that still holds it is fenced by that. */
  async remove(tx: Tx, sessionId: string): Promise<void> {
    await tx.query('delete from mailbox.account where session_id = $1', [sessionId]);
  }

  async find(sessionId: string): Promise<AccountView | null> {
    const [row] = await rowsOf<AccountView>(this.dataSource, VIEW, [sessionId]);
    return row ? this.viewOf(row) : null;
  }

  /** Like {@link find}, and nobody else changes the account until the end of the transaction. */
  async lock(tx: Tx, sessionId: string): Promise<AccountView | null> {
    const [row] = await rowsOf<AccountView>(tx, `${VIEW} for update of a`, [sessionId]);
    return row ? this.viewOf(row) : null;
  }

  /** Accounts that somebody should hold and whose assigned worker is not there to do it. */
  async unplaced(limit: number): Promise<string[]> {
    const rows = await rowsOf<{ session_id: string }>(
      this.dataSource,
      `select a.session_id from mailbox.account a
       where (a.desired = 'on' or (a.desired = 'logged_out' and a.paired))
         and not ${WORKER_IS_READY('a.assigned_worker')}
       order by ${HAS_MESSAGES_TO_SEND('a.session_id')} desc, a.updated_at limit $1`,
      [limit],
    );
    return rows.map((row) => row.session_id);
  }

  /**
   * The account of a worker that misses a short interruption least: connected, nothing to send, and longest without a
   * change. Null when all of them are in use.
   */
  async idlest(workerId: string): Promise<string | null> {
    const [row] = await rowsOf<{ session_id: string }>(
      this.dataSource,
      `select a.session_id from mailbox.account a join mailbox.worker w on w.incarnation = a.owner
       where a.assigned_worker = $1 and w.worker_id = $1 and a.desired = 'on' and a.paired
         and not ${HAS_MESSAGES_TO_SEND('a.session_id')} and a.updated_at < now() - interval '5 seconds'
       order by a.updated_at limit 1`,
      [workerId],
    );
    return row?.session_id ?? null;
  }

  private viewOf(row: AccountView): AccountView {
    const { sessionId, proxy: sealed } = row;
    return { ...row, proxy: sealed && withoutPassword(openProxy(this.config.keyring, sessionId, sealed)) };
  }
}
