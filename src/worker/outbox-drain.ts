import type { MessageStatus, MessageStatusFact, OutboxMessage } from '../contracts/index.js';
import type { Claim, KnownNumbers, Outbox, TakenMessage } from '../mailbox/index.js';
import { checkpoint } from '../platform/checkpoints/index.js';
import type { Log } from '../platform/logging/index.js';
import { ObjectMissing } from '../platform/object-store/index.js';
import { endsWithin } from '../platform/loop/index.js';
import { secondsSince } from '../platform/metrics/index.js';
import type { AccountState } from './account-state.js';
import type { Pace } from './pace.js';
import { typingMs } from './pacing.js';
import { type Ready, SendAttempts } from './send-attempts.js';
import { afterAttempt, type SendOutcome } from './send-policy.js';
import { type Connection, NotSendable } from './whatsapp/port.js';
import { ackDuration, holds, sends } from './worker-metrics.js';

/** How long the drain rests when the outbox is empty. The host looks for all accounts every second, and tells of messages. */
const IDLE_MS = 60_000;
const RETRY_MS = 1_000;
/** How long a message waits whose file could not be uploaded. */
const MEDIA_PAUSE_MS = 30_000;

export interface DrainParts {
  state: AccountState;
  connection: Connection;
  outbox: Pick<Outbox, 'next' | 'hold' | 'keepWire'>;
  claim: Claim;
  numbers: Pick<KnownNumbers, 'tell'>;
  pace: Pace;
  /** Whether to show that somebody is typing, before a text. */
  typing: () => boolean;
  log: Log;
}

/**
 * Sends the accepted messages of one account over one connection: in order, one in flight. It lives as long as the
 * connection; whatever it had in its hands when that ended is the next connection's first message, under the same id.
 */
export class OutboxDrain {
  private stopped = false;
  private wake: () => void = () => undefined;
  private nudged = false;
  private idle = false;
  /** Messages whose end is staged and not committed yet: the database would still give them out. */
  private readonly settling = new Set<string>();
  private readonly attempts: SendAttempts;
  private readonly tries = new Map<string, number>();
  private running: Promise<void> | null = null;

  constructor(private readonly parts: DrainParts) {
    const { state, connection, numbers } = parts;
    this.attempts = new SendAttempts({ sessionId: state.sessionId, connection, numbers });
  }

  start(): void {
    this.running ??= this.run();
  }

  /** There may be something to send. Waits that have another reason go on. */
  nudge(): void {
    this.nudged = true;
    if (this.idle) this.wake();
  }

  /** WhatsApp's answer for a message. One that comes too late is still the truth about the message. */
  acknowledged(messageId: string, error: string | null): void {
    checkpoint('send.acknowledged');
    const outcome: SendOutcome = error === null ? { kind: 'taken' } : { kind: 'refused', code: error };
    // At once: the receipt of the recipient may be in the same packet, and must not be told first.
    if (outcome.kind === 'taken') {
      const traceparent = this.attempts.traceOf(messageId);
      this.parts.state.messageSent(messageId, { ...status(messageId, 'SENT'), ...(traceparent && { traceparent }) });
    }
    this.attempts.answer(messageId, outcome);
  }

  /** Takes no further message and waits for the one in flight, `limitMs` at most. */
  async stop(limitMs: number): Promise<void> {
    this.stopped = true;
    this.wake();
    if (this.running) await endsWithin(this.running, limitMs);
  }

  /** The connection is gone: whatever is in flight stays as it is and goes out again on the next one. */
  abandon(): void {
    this.stopped = true;
    this.attempts.abandon();
    this.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        this.nudged = false;
        const taken = await this.parts.outbox.next(this.parts.claim, [...this.settling]);
        const isDone = taken ? await this.admit(taken) : true;
        // What is accepted meanwhile is told by a nudge: without one there is no need to look again.
        if (isDone && !taken?.more) {
          this.parts.state.hurry();
          await this.restIdle();
        }
      } catch (err) {
        this.parts.log.warn({ err, sessionId: this.parts.state.sessionId }, 'the outbox could not be drained');
        await this.rest(RETRY_MS);
      }
    }
  }

  /** Sends the message, or lets it wait where all can see it. True when there is nothing more to do for it. */
  private async admit(taken: TakenMessage): Promise<boolean> {
    const { outbox, claim, pace } = this.parts;
    const { message } = taken;
    const hold = this.tries.has(message.messageId) ? null : pace.admit(message);
    if (!hold) return this.prepared(taken);
    holds.inc({ reason: hold.reason });
    await outbox.hold(claim, message.messageId, hold.until, hold.reason);
    if (hold.scope === 'account') await this.rest(hold.until.getTime() - Date.now());
    return false;
  }

  /** A file that can not be had or uploaded now can be later: its message waits, and its chat with it. One that is gone is gone. */
  private async prepared(taken: TakenMessage): Promise<boolean> {
    const { outbox, claim, state } = this.parts;
    const { message } = taken;
    const { messageId } = message;
    try {
      const wire = taken.wire ?? (await this.prepare(message));
      return !this.stopped && (await this.deliver({ ...taken, wire }));
    } catch (err) {
      if (this.stopped || !(err instanceof Unprepared)) throw err;
      if (err.cause instanceof NotSendable) return this.drop(messageId, err.cause.reason);
      this.parts.log.warn(
        { err: err.cause, sessionId: state.sessionId },
        'the file of a message could not be uploaded',
      );
      if (err.cause instanceof ObjectMissing) return this.drop(messageId, 'MEDIA_GONE');
      holds.inc({ reason: 'MEDIA_UNAVAILABLE' });
      await outbox.hold(claim, messageId, new Date(Date.now() + MEDIA_PAUSE_MS), 'MEDIA_UNAVAILABLE');
      return false;
    }
  }

  private async prepare(message: OutboxMessage): Promise<Uint8Array | null> {
    const wire = await this.parts.connection.prepare(message).catch((cause: unknown) => {
      throw new Unprepared('not prepared', { cause });
    });
    if (!wire) return null;
    const kept = await this.parts.outbox.keepWire(this.parts.claim.sessionId, message.messageId, wire);
    if (!kept) throw new Error('the message is not in the outbox any more');
    return kept;
  }

  private drop(messageId: string, detail: string): true {
    this.parts.state.messageDropped(messageId, status(messageId, 'FAILED', detail));
    this.settle(messageId);
    return true;
  }

  private async deliver(ready: Ready): Promise<boolean> {
    const { message } = ready;
    const { messageId } = message;
    if (message.content.type === 'text' && this.parts.typing()) await this.type(message.to, message.content.text);
    checkpoint('send.taken');
    const startedAt = performance.now();
    const outcome = await this.attempts.make(ready, this.tries.has(messageId));
    sends.inc({ kind: message.content.type, result: outcome.kind });
    if (outcome.kind === 'taken') ackDuration.observe(secondsSince(startedAt));
    if (this.stopped && outcome.kind !== 'taken' && outcome.kind !== 'refused') return false;
    const tries = (this.tries.get(messageId) ?? 0) + 1;
    const verdict = afterAttempt(outcome, tries);
    switch (verdict.kind) {
      case 'again':
        this.tries.set(messageId, tries);
        if (tries === 1) this.parts.state.report(status(messageId, 'SENDING'));
        await this.rest(verdict.afterMs);
        return false;
      case 'sent':
        this.parts.pace.met(message.to);
        break;
      case 'failed':
        this.parts.state.messageDropped(messageId, status(messageId, 'FAILED', verdict.detail));
        break;
    }
    this.tries.delete(messageId);
    this.settle(messageId);
    return true;
  }

  /** Does not wait: the next message's ratchet goes into the same commit. */
  private settle(messageId: string): void {
    this.settling.add(messageId);
    void Promise.resolve(this.parts.state.barrier()).then(
      () => {
        this.settling.delete(messageId);
        checkpoint('send.settled');
      },
      () => this.abandon(),
    );
  }

  private async type(to: string, text: string): Promise<void> {
    await this.parts.connection.chats.typing(to);
    await this.rest(typingMs(text, Math.random()));
  }

  private async restIdle(): Promise<void> {
    if (this.nudged) return;
    this.idle = true;
    await this.rest(IDLE_MS);
    this.idle = false;
  }

  private async rest(ms: number): Promise<void> {
    if (this.stopped || ms <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The message could not be made ready, for the reason that is its cause. */
class Unprepared extends Error {}

function status(messageId: string, to: MessageStatus, detail: string | null = null) {
  const payload: MessageStatusFact = { messageId, status: to, at: new Date().toISOString(), detail };
  return { kind: 'message.status' as const, payload };
}
