import { Injectable } from '@nestjs/common';
import { PATTERNS } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { ReadMessageDto, ShowPresenceDto, ShownPresenceDto, StarredMessageDto } from './live.dto.js';
import { Messages } from './messages.service.js';
import { MessagesRepository } from './messages.repository.js';
import { recipientOf } from './recipient.js';
import { wrongField } from './wrong-field.js';

const ANSWER_TIMEOUT_MS = 10_000;

/** What others see of the account at once or not at all: it is asked of the worker that is connected, and nothing of it is kept for later. */
@Injectable()
export class Live {
  constructor(
    private readonly sessions: Sessions,
    private readonly messages: Messages,
    private readonly repository: MessagesRepository,
    private readonly live: LiveQuestions,
  ) {}

  /**
   * Once this answers, WhatsApp knows that the message was read; whether its author is shown it is a matter of the account's privacy.
   * Repeatable. Throws SESSION_NOT_CONNECTED, WHATSAPP_UNREACHABLE and what LiveQuestions throws.
   */
  async markRead(caller: Principal, sessionId: string, messageId: string): Promise<ReadMessageDto> {
    const { id, direction, chatId: chat, from: author } = await this.messages.own(caller, sessionId, messageId);
    if (direction === 'outbound') throw wrongField('messageId', 'is a message of the session’s own');
    await this.live.ask(PATTERNS.markRead, sessionId, { messages: [{ chat, author, messageId }] }, ANSWER_TIMEOUT_MS);
    await this.repository.read(sessionId, id, new Date());
    return { messageId, sessionId, status: 'READ' };
  }

  /** Stars a message on all devices of the account, or takes the star away. Throws as {@link markRead} does. */
  async star(caller: Principal, sessionId: string, messageId: string, starred: boolean): Promise<StarredMessageDto> {
    const { chatId: chat, direction } = await this.messages.own(caller, sessionId, messageId);
    const question = { chat, messageId, fromMe: direction === 'outbound', starred };
    await this.live.ask(PATTERNS.messageStar, sessionId, question, ANSWER_TIMEOUT_MS);
    return { messageId, sessionId, starred };
  }

  /** Throws as {@link markRead} does. */
  async showPresence(caller: Principal, sessionId: string, wish: ShowPresenceDto): Promise<ShownPresenceDto> {
    await this.sessions.own(caller, sessionId);
    const { presence } = wish;
    const to = chatFor(wish);
    await this.live.ask(PATTERNS.showPresence, sessionId, { presence, to }, ANSWER_TIMEOUT_MS);
    return { sessionId, presence, ...(to !== null && { to }) };
  }
}

function chatFor({ presence, to }: ShowPresenceDto): string | null {
  const toAll = presence === 'available' || presence === 'unavailable';
  if (toAll && to) throw wrongField('/to', `makes no sense for ${presence}: all who may see it do`);
  if (!toAll && !to) throw wrongField('/to', `must name the chat that sees ${presence}`);
  const chat = to ? recipientOf(to) : null;
  if (chat?.kind === 'status' || chat?.kind === 'newsletter') throw wrongField('/to', 'must be a person or a group');
  return chat && chat.jid;
}
