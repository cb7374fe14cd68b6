import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Accounts, type AccountView, Inbox } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { disconnected } from './session-reports.js';
import type { SessionEntity } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';
import { Wishes } from './wishes.service.js';

const POLL_MS = 500;
const STOP_LIMIT_MS = 5_000;
const BATCH = 100;

/**
 * What follows when a worker has let go of an account: the second half of a restart, and the report of a worker that died
 * while it was stopping. Both are read off rows, so any gateway finishes what another one began.
 */
@Injectable()
export class AfterStop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private loop: Loop | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: SessionsRepository,
    private readonly accounts: Accounts,
    private readonly inbox: Inbox,
    private readonly wishes: Wishes,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = new Loop({ name: 'after-stop', run: () => this.turn(), idleMs: POLL_MS, log: this.log });
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop?.stop(STOP_LIMIT_MS);
  }

  private async turn(): Promise<'idle'> {
    for (const session of await this.repository.stopping(BATCH)) await this.follow(session);
    return 'idle';
  }

  private follow(session: SessionEntity): Promise<void> {
    return session.restartRequestedAt === null ? this.reportStop(session) : this.finishRestart(session);
  }

  private async finishRestart(session: SessionEntity): Promise<void> {
    const account = await this.accounts.find(session.id);
    if (account?.ownerWorker === null) await this.wishes.finishRestart(session);
  }

  private async reportStop({ id }: SessionEntity): Promise<void> {
    await transaction(this.dataSource, async (tx) => {
      if (!(await this.repository.takeSilentStop(tx, id))) return;
      const account = await this.accounts.lock(tx, id);
      if (!account || !hasStopped(account)) return;
      await this.inbox.put(tx, id, { kind: 'session.status', payload: disconnected(new Date()) });
    });
  }
}

/** A logout that is not done yet is left to the next worker. */
function hasStopped({ ownerWorker, desired, paired }: AccountView): boolean {
  return ownerWorker === null && (desired === 'off' || (desired === 'logged_out' && !paired));
}
