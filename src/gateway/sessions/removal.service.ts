import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Accounts, type AccountView, Workers } from '../../mailbox/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Signals } from '../../platform/signal/index.js';
import { AuditLog } from '../audit/index.js';
import type { Principal } from '../auth/index.js';
import type { DeletedSessionDto } from './session-answers.dto.js';
import type { SessionEntity } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';
import { Sessions } from './sessions.service.js';
import { Wishes } from './wishes.service.js';

const LEAVE_WAIT = { timeoutMs: 5_000, pollMs: 200 };

/** The end of a session: its account, its keys, its messages, its events, its webhooks. */
@Injectable()
export class Removal {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: SessionsRepository,
    private readonly sessions: Sessions,
    private readonly accounts: Accounts,
    private readonly workers: Workers,
    private readonly wishes: Wishes,
    private readonly signals: Signals,
    private readonly audit: AuditLog,
  ) {}

  /** Leaves WhatsApp as best it can within 5 s, then erases everything. A worker that still has the account is fenced by that. */
  async remove(caller: Principal, sessionId: string): Promise<DeletedSessionDto> {
    await this.leave(await this.sessions.own(caller, sessionId));
    await transaction(this.dataSource, (tx) => this.erase(tx, caller, sessionId));
    return { sessionId, message: 'Session deleted successfully' };
  }

  /** Without a word to WhatsApp. The session must be the caller's. */
  async erase(tx: Tx, caller: Principal, sessionId: string): Promise<void> {
    await this.repository.lock(tx, sessionId);
    await this.accounts.remove(tx, sessionId);
    await this.repository.remove(tx, sessionId);
    await this.audit.note(tx, { actor: caller, action: 'session.deleted', target: `session/${sessionId}` });
  }

  private async leave(session: SessionEntity): Promise<void> {
    const account = await this.accounts.find(session.id);
    if (hasLeft(account) || (await this.workers.live()).length === 0) return;
    await (account?.paired ? this.wishes.logOut(session, null) : this.wishes.disconnect(session));
    const probe = async () => hasLeft(await this.accounts.find(session.id)) || undefined;
    await this.signals.waitUntil(`session:${session.id}`, probe, LEAVE_WAIT);
  }
}

/** True when nobody holds the account and the phone lists no device for it. */
function hasLeft(account: AccountView | null): boolean {
  return account === null || (account.ownerWorker === null && !account.paired);
}
