import type { MessageStatus } from '../states.js';
import type { ChatChange } from './chats.js';
import type { MessageReceivedFact } from './messages.js';
import type { ContactTold } from './people.js';

/** How much of the past a newly linked session takes over from the phone. */
export const SYNC_HISTORY = ['none', 'recent', 'full'] as const;
export type SyncHistory = (typeof SYNC_HISTORY)[number];
export const DEFAULT_SYNC_HISTORY: SyncHistory = 'recent';

/** A slice of what was before the session was linked; nothing in it is news. */
export interface HistoryFact {
  /** Which part of it: what the phone hands over first, what is older, all of it, or names only. */
  part: 'initial' | 'recent' | 'full' | 'names';
  /** In percent, of all that the phone hands over. */
  progress: number | null;
  chats: HistoryChat[];
  messages: HistoryMessage[];
  contacts: ContactTold[];
  /** With the last slice of a piece: what all of its slices held. */
  totals: { chats: number; messages: number; contacts: number } | null;
}

export interface HistoryMessage extends Omit<MessageReceivedFact, 'source'> {
  /** Among those of its chat that have the same time, which is in seconds; 999 at most. */
  place: number;
  status: MessageStatus;
  starred: boolean;
}

export interface HistoryChat extends ChatChange {
  lastMessageId: string | null;
  /** Epoch seconds. */
  lastAt: number | null;
  unreadCount: number;
}
