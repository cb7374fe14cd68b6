import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PATTERNS, Problem, type SessionStatus, type SessionStatusFact } from '../../contracts/index.js';
import { Accounts, type AccountView, Inbox } from '../../mailbox/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Bus } from '../../platform/transport/index.js';
import { type Actor, AuditLog } from '../audit/index.js';
import { Placement } from '../workers/index.js';
import { connecting, disconnecting } from './session-reports.js';
import { SessionsRepository } from './sessions.repository.js';

/** What {@link Wishes} has to know of a session. */
export interface Subject {
  id: string;
  status: SessionStatus;
}

/**
 * Says what is wanted of an account; a worker makes it so, now or after a crash, since the wish is a row. The status that a
 * wish begins with is reported through the inbox like any other, so that a status changes in one way only.
 */
@Injectable()
export class Wishes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: SessionsRepository,
    private readonly accounts: Accounts,
    private readonly placement: Placement,
    private readonly inbox: Inbox,
    private readonly bus: Bus,
    private readonly audit: AuditLog,
  ) {}

  /** To be connected, and to come back after every interruption. Repeatable. */
  connect({ id }: Subject): Promise<void> {
    return this.begin(id, (tx) => this.repository.setRestart(tx, id, null));
  }

  /** Like {@link connect}, as a part of something else; {@link wake} follows when that is committed. */
  async connectIn(tx: Tx, sessionId: string): Promise<void> {
    const account = await this.accounts.lock(tx, sessionId);
    if (account) await this.wantOn(tx, account);
  }

  /** Takes the session's lock, and ends a restart under way. False when the session is gone. */
  callOff(tx: Tx, sessionId: string): Promise<boolean> {
    return this.repository.setRestart(tx, sessionId, null);
  }

  /** Something has changed that workers and gateways find by polling as well. */
  async wake(sessionId: string): Promise<void> {
    await this.placement.wake(sessionId);
    this.bus.tell(PATTERNS.inboxWake, { sessionId });
  }

  /** The second half of a restart, unless it was called off meanwhile. The worker must have let go of the account. */
  finishRestart({ id }: Subject): Promise<void> {
    return this.begin(id, (tx) => this.repository.takeRestart(tx, id));
  }

  /** To be offline, the pairing kept. */
  disconnect(session: Subject): Promise<void> {
    return this.end(session, 'off', null);
  }

  /** To be unpaired, which takes a worker as well. `actor` is null where that is part of another deed. */
  logOut(session: Subject, actor: Actor | null): Promise<void> {
    const target = `session/${session.id}` as const;
    const note = actor && ((tx: Tx) => this.audit.note(tx, { actor, action: 'session.logged_out', target }));
    return this.end(session, 'logged_out', null, note);
  }

  /** To be offline and then connected. {@link AfterStop} does the second half, in whatever process is alive then. */
  restart(session: Subject): Promise<void> {
    return this.end(session, 'off', new Date());
  }

  private begin(sessionId: string, take: Take): Promise<void> {
    return this.commit(sessionId, take, (tx, account) => this.wantOn(tx, account));
  }

  private async wantOn(tx: Tx, { sessionId, desired }: AccountView): Promise<void> {
    await this.accounts.want(tx, sessionId, 'on');
    const workerId = await this.placement.place(tx, sessionId);
    // An account that was wanted before is with a worker, and its own reports are better.
    if (desired !== 'on') await this.report(tx, sessionId, connecting(workerId !== null, new Date()));
  }

  private end(
    { id, status }: Subject,
    desired: 'off' | 'logged_out',
    restartAt: Date | null,
    note: ((tx: Tx) => Promise<void>) | null = null,
  ): Promise<void> {
    const take: Take = (tx) => this.repository.setRestart(tx, id, restartAt);
    return this.commit(id, take, async (tx, account) => {
      if (!isAtRest(status)) await this.report(tx, id, disconnecting(new Date()));
      await this.accounts.want(tx, id, desired);
      await note?.(tx);
      if (desired === 'logged_out' && account.paired) await this.placement.place(tx, id);
    });
  }

  /** `change` sees the account as it was before, and nobody else changes session or account meanwhile. Throws SESSION_EXPORTED. */
  private async commit(sessionId: string, take: Take, change: Change): Promise<void> {
    await transaction(this.dataSource, async (tx) => {
      const account = (await take(tx)) ? await this.accounts.lock(tx, sessionId) : null;
      if (account?.exported) throw exported(sessionId);
      if (account) await change(tx, account);
    });
    await this.wake(sessionId);
  }

  private report(tx: Tx, sessionId: string, payload: SessionStatusFact): Promise<void> {
    return this.inbox.put(tx, sessionId, { kind: 'session.status', payload });
  }
}

/** Locks the session's row. Every wish replaces the one before it, a restart under way included. False: leave it. */
type Take = (tx: Tx) => Promise<boolean>;
type Change = (tx: Tx, account: AccountView) => Promise<void>;

function isAtRest(status: SessionStatus): boolean {
  return status === 'DISCONNECTED' || status === 'LOGGED_OUT';
}

/** Whoever has the file has the device: here it can be neither connected nor logged out. */
function exported(sessionId: string): Problem {
  const detail = `The session "${sessionId}" was exported. Import its file to have it here again, or delete it.`;
  return new Problem('SESSION_EXPORTED', detail);
}
