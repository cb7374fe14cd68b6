import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { Accounts, type AccountView, Outbox } from '../../mailbox/index.js';
import { Signals } from '../../platform/signal/index.js';
import { type SessionEntity, Wishes } from '../sessions/index.js';

const DRAIN_WAIT = { timeoutMs: 10_000, pollMs: 250 };
const STOP_WAIT = { timeoutMs: 15_000, pollMs: 250 };

/** Brings a session to rest before it leaves, so that nothing is on its way. That it leaves safely does not depend on it. */
@Injectable()
export class Standstill {
  constructor(
    private readonly accounts: Accounts,
    private readonly outbox: Outbox,
    private readonly wishes: Wishes,
    private readonly signals: Signals,
  ) {}

  /**
   * Lets what is queued leave for 10 s, then stops the session and waits 15 s at most for its worker to let go. True when the session
   * was connected, or to be. Throws SESSION_EXPORTED, SESSION_NOT_PAIRED and, unless `force`, MESSAGES_QUEUED.
   */
  async reach(session: SessionEntity, force: boolean): Promise<boolean> {
    const account = await this.accounts.find(session.id);
    refuseUnfit(session.id, account);
    if (!force && !(await this.drained(account))) throw messagesQueued(session.id);
    const wasWanted = account.desired === 'on';
    if (!wasWanted && account.ownerWorker === null) return false;
    await this.wishes.disconnect(session);
    const probe = async () => (await this.accounts.find(session.id))?.ownerWorker === null || undefined;
    await this.signals.waitUntil(`session:${session.id}`, probe, STOP_WAIT);
    return wasWanted;
  }

  /** It stays after all. */
  end(session: SessionEntity): Promise<void> {
    return this.wishes.connect(session);
  }

  private async drained({ sessionId, desired }: AccountView): Promise<boolean> {
    const probe = async () => !(await this.outbox.hasMessages(sessionId)) || undefined;
    const isDrained = desired === 'on' ? this.signals.waitUntil(`session:${sessionId}`, probe, DRAIN_WAIT) : probe();
    return (await isDrained) ?? false;
  }
}

export function messagesQueued(sessionId: string): Problem {
  const detail = `Messages of the session "${sessionId}" still wait to be sent. Wait for them, cancel them, or use force.`;
  return new Problem('MESSAGES_QUEUED', detail);
}

function refuseUnfit(sessionId: string, account: AccountView | null): asserts account is AccountView {
  if (account?.exported) {
    const detail = `The session "${sessionId}" was exported before; GET its export for the same file.`;
    throw new Problem('SESSION_EXPORTED', detail);
  }
  if (!account?.paired) throw new Problem('SESSION_NOT_PAIRED', `The session "${sessionId}" is linked to no phone.`);
}
