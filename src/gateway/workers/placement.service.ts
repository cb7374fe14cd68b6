import { Injectable } from '@nestjs/common';
import { type AccountHint, addressed, PATTERNS } from '../../contracts/index.js';
import { Accounts, Workers } from '../../mailbox/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Bus } from '../../platform/transport/index.js';
import { chooseWorker } from './choose-worker.js';

/** Decides which worker is to have an account, and knows whom to wake for it. */
@Injectable()
export class Placement {
  constructor(
    private readonly accounts: Accounts,
    private readonly workers: Workers,
    private readonly bus: Bus,
  ) {}

  /**
   * Gives the account to a worker and answers its id; null when none has room, and then it is tried again every second. An
   * account that is well placed stays. All placements of an installation take turns: each sees the counts of the one before.
   */
  async place(tx: Tx, sessionId: string): Promise<string | null> {
    // First the account, then the turn: what else a transaction locks it has before it comes here.
    const account = await this.accounts.lock(tx, sessionId);
    await tx.query(`select pg_advisory_xact_lock(hashtext('wagate/placement'))`);
    const workerId = chooseWorker(await this.workers.live(tx), account?.assignedWorker ?? null);
    if (workerId !== null && workerId !== account?.assignedWorker) await this.accounts.place(tx, sessionId, workerId);
    return workerId;
  }

  /** Hints to the account's worker, if it has one, that something else is wanted of the account. Call it after the commit. */
  async wake(sessionId: string): Promise<void> {
    const account = await this.accounts.find(sessionId);
    if (account?.assignedWorker) this.hint(PATTERNS.accountWake, account.assignedWorker, sessionId);
  }

  /** Hints to a worker that there is something to send for one of its accounts. Call it after the commit. */
  wakeOutbox(workerId: string, sessionId: string): void {
    this.hint(PATTERNS.outboxWake, workerId, sessionId);
  }

  private hint(pattern: string, workerId: string, sessionId: string): void {
    this.bus.tell(addressed(pattern, workerId), { sessionId } satisfies AccountHint);
  }
}
