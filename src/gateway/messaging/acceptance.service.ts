import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { Outbox } from '../../mailbox/index.js';
import { checkpoint } from '../../platform/checkpoints/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { Placement } from '../workers/index.js';
import { IdempotencyRepository, type KeptAnswer, type RequestKey } from './idempotency.repository.js';
import type { AcceptedMessage } from './message.js';
import { MessagesRepository } from './messages.repository.js';

/** Makes a message durable: its row, its place in the outbox and the caller's key commit together or not at all. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: MessagesRepository,
    private readonly outbox: Outbox,
    private readonly idempotency: IdempotencyRepository,
    private readonly placement: Placement,
    private readonly log: Log,
  ) {}

  /**
   * Null when the message is accepted by this call. Where the key was used by the same request before, nothing is accepted and
   * the answer of then comes back. Throws IDEMPOTENCY_MISMATCH when it was used by another request.
   */
  async accept(message: AcceptedMessage, key: RequestKey | null, answer: KeptAnswer): Promise<KeptAnswer | null> {
    const earlier = await transaction(this.dataSource, async (tx) => {
      if (key && !(await this.idempotency.take(tx, key, answer))) return this.earlierAnswer(tx, key);
      await this.refuseStrangers(tx, message);
      await this.messages.insert(tx, message);
      await this.putOut(tx, message);
      checkpoint('accept.written');
      return null;
    });
    checkpoint('accept.committed');
    if (!earlier) this.wakeWorker(message.sessionId);
    return earlier;
  }

  /** WhatsApp would refuse it, and every refusal makes the restriction longer. */
  private async refuseStrangers(
    tx: Tx,
    { sessionId, to, restrictedUntil, acceptedAt }: AcceptedMessage,
  ): Promise<void> {
    if (restrictedUntil === null || restrictedUntil <= acceptedAt) return;
    if (await this.messages.isKnownChat(tx, sessionId, to)) return;
    const detail = `Until ${restrictedUntil.toISOString()} WhatsApp lets this session write to known chats only.`;
    const retryAfterSeconds = (restrictedUntil.getTime() - acceptedAt.getTime()) / 1000;
    throw new Problem('RATE_LIMITED', detail, { reason: 'whatsapp', retryAfterSeconds });
  }

  /** Not waited for: the caller has what was promised, and the worker finds the message by polling as well. */
  private wakeWorker(sessionId: string): void {
    this.placement
      .wakeOutbox(sessionId)
      .catch((err: unknown) => this.log.warn({ sessionId, err }, 'worker was not woken for a message'));
  }

  private putOut(tx: Tx, { sessionId, messageId, to, text, expiresAt }: AcceptedMessage): Promise<void> {
    return this.outbox.put(tx, { sessionId, expiresAt, message: { messageId, to, content: { type: 'text', text } } });
  }

  private async earlierAnswer(tx: Tx, key: RequestKey): Promise<KeptAnswer> {
    const earlier = await this.idempotency.find(tx, key);
    if (!earlier) throw new Problem('IDEMPOTENCY_IN_PROGRESS', `The key "${key.key}" is being given up; try again.`);
    if (earlier.isSame) return earlier.answer;
    throw new Problem('IDEMPOTENCY_MISMATCH', `The key "${key.key}" was used with another body or on another route.`);
  }
}
