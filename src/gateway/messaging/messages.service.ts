import { Injectable } from '@nestjs/common';
import { parseRecipient, Problem } from '../../contracts/index.js';
import { Accounts, OutboxPlaces } from '../../mailbox/index.js';
import { AddressBook } from '../address-book/index.js';
import type { Principal } from '../auth/index.js';
import { type SessionEntity, Sessions } from '../sessions/index.js';
import { cursorAt, idAt } from '../../platform/http/index.js';
import type { ListMessagesDto } from './list-messages.dto.js';
import type { Message } from './message.js';
import type { MessageDetailsDto, MessageListDto } from './message-answers.dto.js';
import { MessageReceiptsRepository } from './message-receipts.repository.js';
import { type Holds, messageDetails, messageView, receiptView } from './message-view.js';
import { type Waiting, waitingFor } from './waiting.js';
import { type MessageFilter, MessagesRepository } from './messages.repository.js';

/** Counting more takes longer than showing the page. */
const COUNTED_AT_MOST = 10_000;

/** Looking at messages. */
@Injectable()
export class Messages {
  constructor(
    private readonly sessions: Sessions,
    private readonly repository: MessagesRepository,
    private readonly outbox: OutboxPlaces,
    private readonly accounts: Accounts,
    private readonly receipts: MessageReceiptsRepository,
    private readonly addressBook: AddressBook,
  ) {}

  /** Newest first. `total` is counted only for callers that page by `offset`, and only as far as that is quick. */
  async list(caller: Principal, sessionId: string, query: ListMessagesDto): Promise<MessageListDto> {
    await this.sessions.own(caller, sessionId);
    const { limit, cursor, offset, chat, direction = null } = query;
    const chatId = chat === undefined ? null : await this.addressBook.chatOf(sessionId, addressOf(chat));
    const filter: MessageFilter = { sessionId, chatId, direction };
    const before = cursor === undefined ? null : idAt(cursor);
    const found = await this.repository.page({ ...filter, before, offset: offset ?? 0, limit: limit + 1 });
    const counted = offset === undefined ? {} : { ...(await this.totalOf(filter)), offset };
    const shown = found.slice(0, limit);
    const holds = await this.holdsOf(sessionId, shown);
    return {
      messages: shown.map((message) => messageView(message, holds)),
      pagination: { limit, nextCursor: nextOf(found, shown), ...counted },
    };
  }

  private async totalOf(filter: MessageFilter): Promise<{ total?: number }> {
    const total = await this.repository.countUpTo(filter, COUNTED_AT_MOST);
    return total === null ? {} : { total };
  }

  async details(caller: Principal, sessionId: string, messageId: string): Promise<MessageDetailsDto> {
    const session = await this.sessions.own(caller, sessionId);
    const message = await this.ofSession(sessionId, messageId);
    const [holds, waiting, receipts] = await Promise.all([
      this.holdsOf(sessionId, [message]),
      this.waiting(session, message),
      message.direction === 'outbound' ? this.receipts.of(message.id) : [],
    ]);
    const details = { ...messageDetails(message, holds), ...(waiting && { waiting }) };
    return { ...details, ...(receipts.length > 0 && { receipts: receipts.map(receiptView) }) };
  }

  /** What an outgoing message waits for; null for one that waits for nothing. */
  private async waiting(session: SessionEntity, { messageId, direction, status }: Message): Promise<Waiting | null> {
    if (direction !== 'outbound' || (status !== 'QUEUED' && status !== 'SENDING')) return null;
    const [place, account] = await Promise.all([
      this.outbox.placeOf(session.id, messageId),
      this.accounts.find(session.id),
    ]);
    return place && waitingFor(place, session, account);
  }

  /** Until when queued messages are held, by id. */
  private async holdsOf(sessionId: string, messages: Message[]): Promise<Holds> {
    const queued = messages.filter(({ status }) => status === 'QUEUED').map(({ messageId }) => messageId);
    const held = queued.length > 0 ? await this.outbox.holds(sessionId, queued) : [];
    return new Map(held.map((hold) => [hold.messageId, hold]));
  }

  /** A message of the caller's session. Throws SESSION_NOT_FOUND or MESSAGE_NOT_FOUND. */
  async own(caller: Principal, sessionId: string, messageId: string): Promise<Message> {
    await this.sessions.own(caller, sessionId);
    return this.ofSession(sessionId, messageId);
  }

  private async ofSession(sessionId: string, messageId: string): Promise<Message> {
    const message = await this.repository.find(sessionId, messageId);
    if (!message) throw new Problem('MESSAGE_NOT_FOUND', `The session "${sessionId}" has no message "${messageId}".`);
    return message;
  }
}

function nextOf(found: Message[], shown: Message[]): string | null {
  const last = shown.at(-1);
  return last && found.length > shown.length ? cursorAt(last.id) : null;
}

function addressOf(chat: string): string {
  const address = parseRecipient(chat);
  if (address) return address.jid;
  const detail = 'must be a phone number in international form or an address of WhatsApp';
  throw new Problem('VALIDATION_FAILED', `chat ${detail}.`, { errors: [{ pointer: 'chat', detail }] });
}
