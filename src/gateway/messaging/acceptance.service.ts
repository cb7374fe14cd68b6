import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isPerson, Problem } from '../../contracts/index.js';
import { Outbox } from '../../mailbox/index.js';
import { checkpoint } from '../../platform/checkpoints/index.js';
import { commitTogether, transaction, type Tx } from '../../platform/database/index.js';
import { secondsSince } from '../../platform/metrics/index.js';
import { inSpan, traceparentOfNow } from '../../platform/tracing/index.js';
import type { Principal } from '../auth/index.js';
import { Quotas, UsageLedger } from '../billing/index.js';
import { Placement } from '../workers/index.js';
import { IdempotencyRepository, type KeptAnswer, type KeptUse, type RequestKey } from './idempotency.repository.js';
import type { AcceptedMessage } from './message.js';
import { MessagesRepository } from './messages.repository.js';
import { accepted, acceptDuration } from './messaging-metrics.js';

interface Outcome {
  /** Null when the message was accepted now. */
  earlier: KeptAnswer | null;
  /** Who is to send it, where anybody is. */
  worker: string | null;
}

/** Makes a message durable: its row, its place in the outbox, its entry in the ledger and the caller's key commit together or not at all. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: MessagesRepository,
    private readonly outbox: Outbox,
    private readonly idempotency: IdempotencyRepository,
    private readonly placement: Placement,
    private readonly quotas: Quotas,
    private readonly ledger: UsageLedger,
  ) {}

  /**
   * Null when the message is accepted by this call. Where the key was used by the same request before, nothing is accepted and
   * the answer of then comes back. Throws IDEMPOTENCY_MISMATCH when it was used by another request, and RATE_LIMITED.
   */
  accept(
    caller: Principal,
    message: AcceptedMessage,
    key: RequestKey | null,
    answer: KeptAnswer,
  ): Promise<KeptAnswer | null> {
    return this.traced(caller, [message], () =>
      key ? this.acceptOnce(caller, message, key, answer) : this.acceptAny(caller, message),
    );
  }

  /** Like {@link accept} for many of one session: all of them are accepted, or none. */
  async acceptTogether(
    caller: Principal,
    messages: AcceptedMessage[],
    key: RequestKey | null,
    answer: KeptAnswer,
  ): Promise<KeptAnswer | null> {
    const accept = async (tx: Tx): Promise<Outcome> => {
      if (key && !(await this.idempotency.take(tx, key, answer))) {
        return { earlier: await this.earlierAnswer(tx, key), worker: null };
      }
      const [first] = await Promise.all(
        messages.map(async (message) => (await Promise.all(this.write(tx, caller, message)))[0]),
      );
      return { earlier: null, worker: first ?? null };
    };
    return this.traced(caller, messages, () => transaction(this.dataSource, accept));
  }

  /** Throws RATE_LIMITED while WhatsApp lets the session write to known chats only, and this one is new. */
  refuseStranger(message: AcceptedMessage): Promise<void> {
    return this.refuseStrangers(this.dataSource.manager, message);
  }

  /** The answer that this request got before; null when its key was never used. Throws like {@link accept}. */
  async earlier(key: RequestKey): Promise<KeptAnswer | null> {
    const earlier = await this.idempotency.find(this.dataSource.manager, key);
    return earlier && sameAnswer(earlier, key);
  }

  /** The trace of a message begins here, or goes on from its sender's. */
  private traced(
    caller: Principal,
    messages: AcceptedMessage[],
    accept: () => Promise<Outcome>,
  ): Promise<KeptAnswer | null> {
    const { sessionId = '', messageId = '' } = messages[0] ?? {};
    const attributes = {
      'wagate.session.id': sessionId,
      'wagate.message.id': messageId,
      'wagate.message.count': messages.length,
    };
    return inSpan('accept message', { kind: 'server', attributes }, () => this.counted(caller, messages, accept));
  }

  /** What is not accepted now does not count. */
  private async counted(
    caller: Principal,
    messages: AcceptedMessage[],
    accept: () => Promise<Outcome>,
  ): Promise<KeptAnswer | null> {
    const sessionId = messages[0]?.sessionId ?? '';
    const startedAt = performance.now();
    const taken = await this.quotas.messages(caller, sessionId, messages.length);
    const { earlier, worker } = await accept().catch(async (error: unknown) => {
      await taken.giveBack();
      throw error;
    });
    if (earlier) await taken.giveBack();
    else {
      acceptDuration.observe(secondsSince(startedAt));
      for (const { content } of messages) accepted.inc({ kind: content.type });
    }
    checkpoint('accept.committed');
    // Only a hint: the worker finds the messages by polling as well.
    if (worker !== null) this.placement.wakeOutbox(worker, sessionId);
    return earlier;
  }

  private async acceptAny(caller: Principal, message: AcceptedMessage): Promise<Outcome> {
    await this.refuseStrangers(this.dataSource.manager, message);
    const [worker] = await commitTogether(this.dataSource, (tx) => this.write(tx, caller, message));
    return { earlier: null, worker };
  }

  private acceptOnce(
    caller: Principal,
    message: AcceptedMessage,
    key: RequestKey,
    answer: KeptAnswer,
  ): Promise<Outcome> {
    return transaction(this.dataSource, async (tx) => {
      if (!(await this.idempotency.take(tx, key, answer))) {
        return { earlier: await this.earlierAnswer(tx, key), worker: null };
      }
      await this.refuseStrangers(tx, message);
      const [worker] = await Promise.all(this.write(tx, caller, message));
      checkpoint('accept.written');
      return { earlier: null, worker };
    });
  }

  private write(
    tx: Tx,
    { userId, keyId }: Principal,
    message: AcceptedMessage,
  ): [worker: Promise<string | null>, row: Promise<void>, entry: Promise<void>] {
    const { id, sessionId, content } = message;
    const row = this.messages.insert(tx, message);
    const entry = this.ledger.note(tx, { id, userId, sessionId, keyId, kind: content.type });
    return [this.putOut(tx, message), row, entry];
  }

  /** WhatsApp would refuse it, and every refusal makes the restriction longer. */
  private async refuseStrangers(
    tx: Tx,
    { sessionId, to, restrictedUntil, acceptedAt }: AcceptedMessage,
  ): Promise<void> {
    if (restrictedUntil === null || restrictedUntil <= acceptedAt || !isPerson(to)) return;
    if (await this.messages.isKnownChat(tx, sessionId, to)) return;
    const detail = `Until ${restrictedUntil.toISOString()} WhatsApp lets this session write to known chats only.`;
    const retryAfterSeconds = (restrictedUntil.getTime() - acceptedAt.getTime()) / 1000;
    throw new Problem('RATE_LIMITED', detail, { reason: 'whatsapp', retryAfterSeconds });
  }

  private putOut(
    tx: Tx,
    { sessionId, expiresAt, sendAt, messageId, to, content, context, recipients }: AcceptedMessage,
  ) {
    const message = { messageId, to, content, ...(context && { context }), ...(recipients && { recipients }) };
    const traceparent = traceparentOfNow();
    return this.outbox.put(tx, { sessionId, expiresAt, message, traceparent, ...(sendAt && { notBefore: sendAt }) });
  }

  private async earlierAnswer(tx: Tx, key: RequestKey): Promise<KeptAnswer> {
    const earlier = await this.idempotency.find(tx, key);
    if (!earlier) throw new Problem('IDEMPOTENCY_IN_PROGRESS', `The key "${key.key}" is being given up; try again.`);
    return sameAnswer(earlier, key);
  }
}

function sameAnswer({ isSame, answer }: KeptUse, { key }: RequestKey): KeptAnswer {
  if (isSame) return answer;
  throw new Problem('IDEMPOTENCY_MISMATCH', `The key "${key}" was used with another body or on another route.`);
}
