import { Injectable } from '@nestjs/common';
import {
  hasReached,
  type MessageStatusFact,
  newMessageId,
  type OutboxMessage,
  parseRecipient,
  Problem,
} from '../../contracts/index.js';
import { DirectAccounts, DirectLog, OutboxPlaces } from '../../mailbox/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Signals } from '../../platform/signal/index.js';
import { Host } from '../host.service.js';
import type { DirectMessageListDto, SentDirectMessageDto } from './direct-answers.dto.js';
import { furthest, messageOf } from './direct-messages.js';
import { servedHere } from './served-here.js';

const SENT_WAIT = { timeoutMs: 15_000, pollMs: 100 };
const EXPIRES_AFTER_MS = 86_400_000;

/** Messages of direct sessions: they go out through the outbox, and are shown as far as they are kept. */
@Injectable()
export class DirectMessages {
  constructor(
    private readonly config: AppConfig,
    private readonly accounts: DirectAccounts,
    private readonly log: DirectLog,
    private readonly outbox: OutboxPlaces,
    private readonly host: Host,
    private readonly signals: Signals,
  ) {}

  /**
   * Accepts a text, which is then a committed row, and waits 15 s at most until WhatsApp has it. Throws MESSAGE_FAILED when
   * it never will, and SESSION_NOT_CONNECTED, with nothing accepted, when nobody wants the session connected.
   */
  async send(sessionId: string, to: string, text: string): Promise<SentDirectMessageDto> {
    const message: OutboxMessage = { messageId: newMessageId(), to: recipientOf(to), content: { type: 'text', text } };
    await this.accept(sessionId, message);
    const { messageId } = message;
    const probe = async () => {
      const reached = furthest(await this.log.statuses(sessionId, [messageId]));
      return reached && hasReached(reached.status, 'SENT') ? reached : undefined;
    };
    const reached = await this.signals.waitUntil(`direct:${sessionId}`, probe, SENT_WAIT);
    return reached ? sent(sessionId, message, reached) : this.queued(sessionId, message);
  }

  async list(sessionId: string, limit: number): Promise<DirectMessageListDto> {
    servedHere(await this.accounts.find(sessionId), sessionId, this.config.workerId);
    const [kept, news] = await Promise.all([this.log.messages(sessionId, limit), this.log.news(sessionId)]);
    const ids = kept.flatMap(({ kind, payload }) => (kind === 'message.accepted' ? [payload.messageId] : []));
    const statuses = await this.log.statuses(sessionId, ids);
    return { messages: kept.map((message) => messageOf(message, statuses, news.paired?.whatsappId ?? null)) };
  }

  private async accept(sessionId: string, message: OutboxMessage): Promise<void> {
    const { workerId } = this.config;
    const account = servedHere(await this.accounts.find(sessionId), sessionId, workerId);
    const expiresAt = new Date(Date.now() + EXPIRES_AFTER_MS);
    const accepted = account.desired === 'on' && (await this.log.accept(sessionId, workerId, message, expiresAt));
    if (!accepted) throw new Problem('SESSION_NOT_CONNECTED', `Session "${sessionId}" is not connected: connect it.`);
    this.host.wakeOutbox(sessionId);
  }

  private async queued(sessionId: string, { messageId, to }: OutboxMessage): Promise<SentDirectMessageDto> {
    const [hold] = await this.outbox.holds(sessionId, [messageId]);
    const message = 'The message is stored and still queued: it will be sent. Do not send it again.';
    const held = hold && { heldUntil: hold.heldUntil, reason: hold.reason };
    return { messageId, sessionId, to, status: 'queued', message, ...held, timestamp: new Date().toISOString() };
  }
}

function sent(sessionId: string, { messageId, to }: OutboxMessage, reached: MessageStatusFact): SentDirectMessageDto {
  const { status, detail, at } = reached;
  if (status === 'FAILED' || status === 'EXPIRED' || status === 'CANCELLED') {
    throw new Problem('MESSAGE_FAILED', `Message ${messageId} was not sent: ${detail ?? status}.`);
  }
  return { messageId, sessionId, to, status: 'sent', message: 'WhatsApp has the message.', timestamp: at };
}

function recipientOf(to: string): string {
  const address = parseRecipient(to);
  if (!address) {
    const detail = 'must be a phone number in international form or an address of WhatsApp';
    throw new Problem('RECIPIENT_INVALID', `/to ${detail}.`, { errors: [{ pointer: '/to', detail }] });
  }
  if (address.kind === 'person' || address.kind === 'lid' || address.kind === 'group') return address.jid;
  throw new Problem('NOT_OFFERED', 'At this route messages go to persons and groups.');
}
