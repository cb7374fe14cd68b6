import type { HoldReason, OutboxMessage, Pacing } from '../contracts/index.js';
import { isPerson } from '../contracts/index.js';
import { type AccountState, KNOWN_CHATS } from './account-state.js';
import { type Bucket, dayOf, newChatAllowance, nextDay, takeToken } from './pacing.js';

/** Why a message may not leave now. `chat`: only this chat waits; `account`: everything does. */
export interface Hold {
  scope: 'chat' | 'account';
  reason: HoldReason;
  until: Date;
}

const PACE = 'pace';
/** When WhatsApp refuses a message to a new chat without saying for how long. */
const UNTOLD_LOCK_MS = 3_600_000;

/**
 * When the messages of one account may leave. What it must know (the bucket, the chats that were written to, a restriction)
 * is part of the account's state: it survives a restart and moves with the account.
 */
export class Pace {
  constructor(
    private readonly state: AccountState,
    private readonly limits: () => Pacing,
    private readonly clock: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {}

  /** Null when the message may go, and then it is counted. */
  admit({ to }: OutboxMessage): Hold | null {
    const nowMs = this.clock();
    const limits = this.limits();
    const isNew = this.isNewChat(to);
    const lockedUntil = this.lockedUntil();
    if (isNew && lockedUntil) return { scope: 'chat', reason: 'REACHOUT_TIMELOCK', until: lockedUntil };
    if (!limits.enabled) return null;
    if (isNew && this.newChatsToday(nowMs) >= newChatAllowance(limits, nowMs - this.pairedAt(nowMs))) {
      return { scope: 'chat', reason: 'NEW_CHAT_LIMIT', until: nextDay(nowMs) };
    }
    const { bucket, waitMs } = takeToken(this.read<Bucket>('bucket'), limits, nowMs, this.random());
    if (waitMs > 0) return { scope: 'account', reason: 'PACING', until: new Date(nowMs + waitMs) };
    const count = { day: dayOf(nowMs), count: this.newChatsToday(nowMs) + 1 };
    this.state.write({ [PACE]: { bucket, ...(isNew && { newChats: count }) } });
    return null;
  }

  /** The chat has been written to, or has written to us: it is no new one any more. */
  met(chat: string): void {
    if (this.isNewChat(chat)) this.state.write({ [KNOWN_CHATS]: { [chat]: true } });
  }

  /** WhatsApp lets this account write to known chats only. Null end: it did not say until when. Gives the end. */
  lock(until: Date | null): Date {
    const end = until ?? this.lockedUntil() ?? new Date(this.clock() + UNTOLD_LOCK_MS);
    this.state.write({ [PACE]: { lock: end.getTime() } });
    return end;
  }

  unlock(): void {
    this.state.write({ [PACE]: { lock: null } });
  }

  /** The end of the restriction that is in force; null when there is none. */
  lockedUntil(): Date | null {
    const end = this.read<number>('lock');
    return end !== null && end > this.clock() ? new Date(end) : null;
  }

  private isNewChat(jid: string): boolean {
    return isPerson(jid) && this.state.read(KNOWN_CHATS, jid) === null;
  }

  private newChatsToday(nowMs: number): number {
    const counted = this.read<{ day: string; count: number }>('newChats');
    return counted?.day === dayOf(nowMs) ? counted.count : 0;
  }

  /** When this account was linked, as far as we know: the first time that it was asked. */
  private pairedAt(nowMs: number): number {
    const known = this.read<number>('pairedAt');
    if (known === null) this.state.write({ [PACE]: { pairedAt: nowMs } });
    return known ?? nowMs;
  }

  private read<T>(id: string): T | null {
    return this.state.read(PACE, id) as T | null;
  }
}
