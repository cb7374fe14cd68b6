import { Injectable } from '@nestjs/common';
import { type AccountHint, addressed, PATTERNS, Problem } from '../../contracts/index.js';
import { Accounts, Workers } from '../../mailbox/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Bus } from '../../platform/transport/index.js';
import { bestWithRoom, chooseWorker } from './choose-worker.js';
import { placements } from './worker-metrics.js';

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
    await this.workers.takeTurn(tx);
    const workerId = chooseWorker(await this.workers.live(tx), account?.assignedWorker ?? null);
    if (workerId === null || workerId === account?.assignedWorker) return workerId;
    await this.accounts.place(tx, sessionId, workerId);
    placements.inc({ cause: account?.assignedWorker ? 'replaced' : 'new' });
    return workerId;
  }

  /**
   * Gives the account to another worker: the named one, else the best. The one that has it hands it over. Throws NOT_FOUND
   * when there is no such account, NO_WORKER when the other one is not ready or nobody has room.
   */
  async move(tx: Tx, sessionId: string, workerId?: string): Promise<{ from: string | null; to: string }> {
    const account = await this.accounts.lock(tx, sessionId);
    if (!account) throw new Problem('SESSION_NOT_FOUND', `There is no session ${sessionId}.`);
    await this.workers.takeTurn(tx);
    const from = account.assignedWorker;
    const others = (await this.workers.live(tx)).filter((worker) => worker.workerId !== from);
    const to = bestWithRoom(others.filter((worker) => workerId === undefined || worker.workerId === workerId));
    if (workerId !== undefined && workerId === from) return { from, to: workerId };
    if (to === null) throw new Problem('NO_WORKER', noTarget(workerId), { retryAfterSeconds: 5 });
    await this.accounts.place(tx, sessionId, to);
    placements.inc({ cause: 'moved' });
    return { from, to };
  }

  /** Hints to the account's worker, if it has one, that something else is wanted of the account. Call it after the commit. */
  async wake(sessionId: string): Promise<void> {
    const account = await this.accounts.find(sessionId);
    // Two of them while it is being handed over.
    for (const workerId of new Set([account?.assignedWorker, account?.ownerWorker])) {
      if (workerId) this.hint(PATTERNS.accountWake, workerId, sessionId);
    }
  }

  /** Hints to a worker that there is something to send for one of its accounts. Call it after the commit. */
  wakeOutbox(workerId: string, sessionId: string): void {
    this.hint(PATTERNS.outboxWake, workerId, sessionId);
  }

  private hint(pattern: string, workerId: string, sessionId: string): void {
    this.bus.tell(addressed(pattern, workerId), { sessionId } satisfies AccountHint);
  }
}

function noTarget(workerId: string | undefined): string {
  return workerId === undefined ? 'No other worker has room.' : `Worker ${workerId} is not ready, or is full.`;
}
