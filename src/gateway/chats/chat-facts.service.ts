import { Injectable } from '@nestjs/common';
import type { ChatChangedFact, ChatReadFact, HistoryChat, LabelEditedFact, NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Joined } from '../address-book/index.js';
import { ChatMessages } from '../messaging/index.js';
import { changed, chatEvent, emptyChat } from './chat.js';
import { ChatsRepository } from './chats.repository.js';
import { withPast } from './history.js';
import { LabelsRepository } from './labels.repository.js';
import { newestTouches, type Touch } from './touches.js';

/** Keeps the list of chats. The caller holds the session's lock, and appends the events to the log in the same transaction. */
@Injectable()
export class ChatFacts {
  constructor(
    private readonly repository: ChatsRepository,
    private readonly messages: ChatMessages,
    private readonly labels: LabelsRepository,
  ) {}

  /** Messages are new in these chats; no event tells of it, since those of the messages do. */
  async touch(tx: Tx, sessionId: string, touches: Touch[]): Promise<void> {
    if (touches.length > 0) await this.repository.touch(tx, sessionId, newestTouches(touches));
  }

  join(tx: Tx, sessionId: string, pairs: Joined[]): Promise<void> {
    return this.repository.join(tx, sessionId, pairs);
  }

  /** What a device of the account has set; an event for each chat that looks different now. */
  async change(tx: Tx, sessionId: string, { changes, isNews }: ChatChangedFact): Promise<NewEvent[]> {
    const ids = [...new Set(changes.map(({ chat }) => chat))];
    const known = await this.repository.named(tx, sessionId, ids);
    const chats = new Map(known.map((chat) => [chat.chatId, chat]));
    const fields = new Map<string, Set<Parameters<typeof chatEvent>[1][number]>>();
    for (const change of changes) {
      const next = changed(chats.get(change.chat) ?? emptyChat(change.chat), change);
      chats.set(change.chat, next.chat);
      fields.set(change.chat, new Set([...(fields.get(change.chat) ?? []), ...next.fields]));
    }
    const gone = changes.filter(({ deleted }) => deleted).map(({ chat }) => chat);
    if (gone.length > 0) await this.repository.remove(tx, sessionId, gone);
    const kept = [...chats.values()].filter(({ chatId }) => !gone.includes(chatId) && fields.get(chatId)?.size);
    if (kept.length > 0) await this.repository.save(tx, sessionId, kept);
    return isNews ? kept.map((chat) => chatEvent(chat, [...fields.get(chat.chatId)!])) : [];
  }

  /** An event for each chat that loses a label that was deleted. */
  async editLabel(tx: Tx, sessionId: string, { deleted, isNews, ...label }: LabelEditedFact): Promise<NewEvent[]> {
    if (!deleted) {
      await this.labels.save(tx, sessionId, label);
      return [];
    }
    await this.labels.remove(tx, sessionId, label.labelId);
    await this.messages.unlabel(tx, sessionId, label.labelId);
    const chats = await this.repository.unlabel(tx, sessionId, label.labelId);
    return isNews ? chats.map((chat) => chatEvent(chat, ['labels'])) : [];
  }

  /** Chats as they were before the session was linked: what came in or was set since then stays. */
  async remember(tx: Tx, sessionId: string, told: HistoryChat[]): Promise<void> {
    if (told.length === 0) return;
    const ids = told.map(({ chat }) => chat);
    const known = new Map((await this.repository.named(tx, sessionId, ids)).map((chat) => [chat.chatId, chat]));
    const chats = new Map(told.map((past) => [past.chat, withPast(known.get(past.chat), past)]));
    await this.repository.save(tx, sessionId, [...chats.values()]);
  }

  /** A device of the account has read messages: what came after them is still unread. */
  async read(tx: Tx, sessionId: string, { chat: chatId, messageIds, at }: ChatReadFact): Promise<NewEvent[]> {
    const newer = await this.messages.noteRead(tx, sessionId, chatId, messageIds, new Date(at));
    const [chat] = await this.repository.named(tx, sessionId, [chatId]);
    if (!chat || newer === null) return [];
    const next = { ...chat, unread: Math.min(chat.unread, newer), markedUnread: false };
    if (next.unread === chat.unread && !chat.markedUnread) return [];
    await this.repository.save(tx, sessionId, [next]);
    return [chatEvent(next, ['unreadCount', 'unread'])];
  }
}
