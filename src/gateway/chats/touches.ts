import { type InboxFact, parseJid } from '../../contracts/index.js';
import type { SentMessage } from '../messaging/index.js';

/** A message that is new in its chat. */
export interface Touch {
  chatId: string;
  messageId: string;
  at: Date;
  /** Nobody has read it yet: 1, else 0. */
  unread: number;
}

/** What a fact puts into a chat that is listed; `isNews` is false for a message that is there already. */
export function receivedTouches(fact: InboxFact, isNews: boolean): Touch[] {
  if (fact.kind !== 'message.received') return [];
  const { chat: chatId, messageId, timestamp, fromMe } = fact.payload;
  if (parseJid(chatId)?.kind === 'status' || !(isNews || fromMe)) return [];
  return [{ chatId, messageId, at: new Date(timestamp * 1000), unread: fromMe ? 0 : 1 }];
}

export function sentTouch(sent: SentMessage): Touch {
  return { ...sent, unread: 0 };
}

/** One entry a chat: the newest message, and how many are unread. */
export function newestTouches(touches: Touch[]): Touch[] {
  const byChat = new Map<string, Touch>();
  for (const next of touches) {
    const known = byChat.get(next.chatId) ?? { ...next, unread: 0 };
    const newest = next.at >= known.at ? next : known;
    byChat.set(next.chatId, { ...newest, unread: known.unread + next.unread });
  }
  return [...byChat.values()];
}
