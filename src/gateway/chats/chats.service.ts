import { Injectable } from '@nestjs/common';
import { parseJid, parseRecipient, phoneOf, Problem } from '../../contracts/index.js';
import { AddressBook } from '../address-book/index.js';
import type { Principal } from '../auth/index.js';
import { ChatMessages, type MessageDto } from '../messaging/index.js';
import { Sessions } from '../sessions/index.js';
import { type Chat, shared } from './chat.js';
import { cursorAfter, placeAt } from './chat-cursor.js';
import type { ChatDto, ChatListDto, ListChatsDto } from './chats.dto.js';
import { ChatsRepository } from './chats.repository.js';

/** Looking at chats. */
@Injectable()
export class Chats {
  constructor(
    private readonly sessions: Sessions,
    private readonly repository: ChatsRepository,
    private readonly messages: ChatMessages,
    private readonly addressBook: AddressBook,
  ) {}

  /** Newest first. */
  async list(caller: Principal, sessionId: string, query: ListChatsDto): Promise<ChatListDto> {
    await this.sessions.own(caller, sessionId);
    const { limit, cursor, archived = null } = query;
    const after = cursor === undefined ? null : placeAt(cursor);
    const found = await this.repository.page(sessionId, archived, after, limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      chats: await this.views(sessionId, shown),
      pagination: { limit, nextCursor: last ? cursorAfter(last) : null },
    };
  }

  async details(caller: Principal, sessionId: string, chatId: string): Promise<ChatDto> {
    const [view] = await this.views(sessionId, [await this.own(caller, sessionId, chatId)]);
    return view!;
  }

  /** A chat of the caller's session, by any address of it. Throws SESSION_NOT_FOUND and CHAT_NOT_FOUND. */
  async own(caller: Principal, sessionId: string, address: string): Promise<Chat> {
    await this.sessions.own(caller, sessionId);
    const jid = parseRecipient(address)?.jid ?? address;
    const chat = await this.repository.find(sessionId, await this.addressBook.chatOf(sessionId, jid));
    if (!chat) throw new Problem('CHAT_NOT_FOUND', `The session "${sessionId}" has no chat "${address}".`);
    return chat;
  }

  private async views(sessionId: string, chats: Chat[]): Promise<ChatDto[]> {
    const ids = chats.flatMap(({ lastMessageId }) => lastMessageId ?? []);
    const [messages, names] = await Promise.all([
      this.messages.named(sessionId, ids),
      this.addressBook.namesOf(
        sessionId,
        chats.map(({ chatId }) => chatId),
      ),
    ]);
    return chats.map((chat) => view(chat, messages.get(chat.lastMessageId ?? ''), names.get(chat.chatId)));
  }
}

function view(chat: Chat, lastMessage: MessageDto | undefined, name: string | undefined): ChatDto {
  const { chatId, lastMessageId, lastAt } = chat;
  return {
    chatId,
    ...shared(chat),
    name: name ?? chat.name,
    phoneNumber: phoneOf(chatId),
    isGroup: parseJid(chatId)?.kind === 'group',
    lastMessage: lastMessage ?? null,
    lastMessageAt: lastMessageId === null ? null : Math.floor(lastAt.getTime() / 1000),
  };
}
