import type { ChatChange, EventPayloads, Labelling, NewEvent } from '../../contracts/index.js';

/** What the devices of an account share of a chat. */
export interface Chat {
  chatId: string;
  name: string | null;
  lastMessageId: string | null;
  lastAt: Date;
  unread: number;
  /** By hand, without an unread message. */
  markedUnread: boolean;
  archived: boolean;
  pinnedAt: Date | null;
  mutedUntil: Date | null;
  ephemeralSeconds: number | null;
  /** Ids of labels. */
  labels: string[];
}

export type ChatField = EventPayloads['chat.updated']['changed'][number];

export function emptyChat(chatId: string): Chat {
  const message = { name: null, lastMessageId: null, lastAt: new Date(0), unread: 0, markedUnread: false };
  return { chatId, ...message, archived: false, pinnedAt: null, mutedUntil: null, ephemeralSeconds: null, labels: [] };
}

/** The chat after a change, and what of it is new to whoever looks at it. */
export function changed(chat: Chat, change: ChatChange): { chat: Chat; fields: ChatField[] } {
  const next: Chat = { ...chat };
  if (change.name !== undefined) next.name = change.name;
  if (change.archived !== undefined) next.archived = change.archived;
  if (change.pinnedAt !== undefined) next.pinnedAt = dateOf(change.pinnedAt);
  if (change.mutedUntil !== undefined) next.mutedUntil = dateOf(change.mutedUntil);
  if (change.ephemeralSeconds !== undefined) next.ephemeralSeconds = change.ephemeralSeconds;
  if (change.label) next.labels = labelsAfter(chat.labels, change.label);
  if (change.unread !== undefined) next.markedUnread = change.unread;
  if (change.unread === false) next.unread = 0;
  const [before, after] = [shared(chat), shared(next)];
  const fields = Object.keys(after) as ChatField[];
  return { chat: next, fields: fields.filter((field) => String(before[field]) !== String(after[field])) };
}

export function chatEvent(chat: Chat, fields: ChatField[]): NewEvent {
  const { chatId } = chat;
  return { type: 'chat.updated', chatId, payload: { chatId, ...shared(chat), changed: fields } };
}

/** As answers and events show it. */
export function shared({ name, unread, markedUnread, archived, pinnedAt, mutedUntil, ephemeralSeconds, labels }: Chat) {
  return {
    name,
    unreadCount: unread,
    unread: unread > 0 || markedUnread,
    archived,
    pinned: pinnedAt !== null,
    mutedUntil: mutedUntil?.toISOString() ?? null,
    ephemeralSeconds,
    labels,
  };
}

function labelsAfter(labels: string[], { labelId, labelled }: Labelling): string[] {
  if (!labelled) return labels.filter((id) => id !== labelId);
  return labels.includes(labelId) ? labels : [...labels, labelId];
}

function dateOf(iso: string | null): Date | null {
  return iso === null ? null : new Date(iso);
}
