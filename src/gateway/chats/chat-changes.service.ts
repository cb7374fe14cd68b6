import { Injectable } from '@nestjs/common';
import {
  type ChatChangeQuestion,
  type Labelling,
  parseJid,
  PATTERNS,
  Problem,
  type ReadMessage,
} from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { ChatMessages } from '../messaging/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { Chat } from './chat.js';
import type { ChangeChatDto, ChangedChatDto, ReadAllDto } from './chats.dto.js';
import { ChatsRepository } from './chats.repository.js';
import { Chats } from './chats.service.js';

const ANSWER_TIMEOUT_MS = 15_000;
/** The newest unread messages of a chat whose authors are told that they were read. */
const READ_A_CHAT = 100;
const READ_CHATS = 500;
const FOREVER = '9999-12-31T00:00:00.000Z';

type Setting = Omit<ChatChangeQuestion, 'sessionId' | 'epoch' | 'deadline'>;

/**
 * What the account sets of its chats, on all of its devices. It is asked of the worker that is connected; the rows change when the
 * worker reports it, the same way as for what the phone sets.
 */
@Injectable()
export class ChatChanges {
  constructor(
    private readonly sessions: Sessions,
    private readonly chats: Chats,
    private readonly repository: ChatsRepository,
    private readonly messages: ChatMessages,
    private readonly live: LiveQuestions,
  ) {}

  /** Once this answers, WhatsApp has it. Throws CHAT_NOT_FOUND, SESSION_NOT_CONNECTED and what LiveQuestions throws. */
  async change(caller: Principal, sessionId: string, chatId: string, wish: ChangeChatDto): Promise<ChangedChatDto> {
    const chat = await this.chats.own(caller, sessionId, chatId);
    refuseNonsense(chat, wish);
    const newest = await this.messages.newest(sessionId, chat.chatId);
    const { archived, pinned, mutedUntil, read, ephemeralSeconds } = wish;
    const setting: Setting = {
      chat: chat.chatId,
      newest,
      ...(archived !== undefined && { archived }),
      ...(pinned !== undefined && { pinned }),
      ...(mutedUntil !== undefined && { mutedUntil }),
      ...(read !== undefined && { read }),
      ...(ephemeralSeconds !== undefined && { ephemeralSeconds }),
    };
    await this.live.ask(PATTERNS.chatChange, sessionId, setting, ANSWER_TIMEOUT_MS);
    if (read) await this.tellRead(sessionId, await this.unreadOf(sessionId, [chat]));
    return { sessionId, ...wish, chatId: chat.chatId };
  }

  /** Repeatable. Throws as {@link change} does, and LABEL_NOT_FOUND. */
  async label(caller: Principal, sessionId: string, chatId: string, label: Labelling): Promise<void> {
    const chat = await this.chats.own(caller, sessionId, chatId);
    const setting: Setting = { chat: chat.chatId, newest: null, label };
    await this.live.ask(PATTERNS.chatChange, sessionId, setting, ANSWER_TIMEOUT_MS);
  }

  /** Like {@link label}, of a message. Throws MESSAGE_NOT_FOUND in place of CHAT_NOT_FOUND. */
  async labelMessage(caller: Principal, sessionId: string, messageId: string, label: Labelling): Promise<void> {
    await this.sessions.own(caller, sessionId);
    const chat = await this.messages.chatOf(sessionId, messageId);
    if (chat === null)
      throw new Problem('MESSAGE_NOT_FOUND', `The session "${sessionId}" has no message "${messageId}".`);
    const setting: Setting = { chat, newest: null, label: { ...label, messageId } };
    await this.live.ask(PATTERNS.chatChange, sessionId, setting, ANSWER_TIMEOUT_MS);
  }

  /** Marks everything read, in all chats, 500 at most. Throws as {@link change} does. */
  async readAll(caller: Principal, sessionId: string): Promise<ReadAllDto> {
    await this.sessions.own(caller, sessionId);
    const chats = await this.repository.unread(sessionId, READ_CHATS);
    const unread = await this.unreadOf(sessionId, chats);
    await this.tellRead(sessionId, unread);
    for (const { chatId } of chats.filter(({ markedUnread }) => markedUnread)) {
      const setting: Setting = { chat: chatId, read: true, newest: await this.messages.newest(sessionId, chatId) };
      await this.live.ask(PATTERNS.chatChange, sessionId, setting, ANSWER_TIMEOUT_MS);
    }
    return { sessionId, chats: chats.length, messages: unread.length };
  }

  private async unreadOf(sessionId: string, chats: Chat[]): Promise<ReadMessage[]> {
    const found = await Promise.all(
      chats.map(async ({ chatId: chat }) =>
        (await this.messages.unread(sessionId, chat, READ_A_CHAT)).map(({ messageId, author }) => ({
          chat,
          author,
          messageId,
        })),
      ),
    );
    return found.flat();
  }

  private async tellRead(sessionId: string, messages: ReadMessage[]): Promise<void> {
    if (messages.length > 0) await this.live.ask(PATTERNS.markRead, sessionId, { messages }, ANSWER_TIMEOUT_MS);
  }
}

function refuseNonsense({ chatId }: Chat, wish: ChangeChatDto): void {
  const { mutedUntil, ephemeralSeconds } = wish;
  if (mutedUntil && mutedUntil > FOREVER) throw wrong('/mutedUntil', 'must be in the year 9999 or before');
  if (ephemeralSeconds === undefined || parseJid(chatId)?.kind === 'person' || parseJid(chatId)?.kind === 'lid') return;
  throw wrong('/ephemeralSeconds', 'is set here in chats with one person only');
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem('VALIDATION_FAILED', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
}
