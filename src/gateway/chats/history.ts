import type { HistoryChat, HistoryFact, NewEvent } from '../../contracts/index.js';
import { type Chat, changed, emptyChat } from './chat.js';

/** A chat with what it was before the session was linked. Whatever is newer than that, or was set since then, stays. */
export function withPast(known: Chat | undefined, past: HistoryChat): Chat {
  const lastAt = new Date((past.lastAt ?? 0) * 1000);
  const isNewer = known !== undefined && known.lastAt >= lastAt;
  const { chat } = changed(emptyChat(past.chat), past);
  const newest = { lastMessageId: past.lastMessageId, lastAt, unread: past.unreadCount };
  if (!known) return { ...chat, ...newest };
  return {
    ...known,
    ...(!isNewer && newest),
    name: known.name ?? chat.name,
    markedUnread: known.markedUnread || chat.markedUnread,
    archived: known.archived || chat.archived,
    pinnedAt: known.pinnedAt ?? chat.pinnedAt,
    mutedUntil: known.mutedUntil ?? chat.mutedUntil,
    ephemeralSeconds: known.ephemeralSeconds ?? chat.ephemeralSeconds,
  };
}

/** One event a piece: a history is no news, message by message. */
export function historyEvents({ part, progress, totals }: HistoryFact): NewEvent[] {
  if (!totals) return [];
  return [{ type: 'history.synced', chatId: null, payload: { part, progress, ...totals } }];
}
