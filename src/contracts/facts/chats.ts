import type { Labelling } from '../labels.js';

/** What the devices of the account have set of chats. */
export interface ChatChangedFact {
  changes: ChatChange[];
  /** False for what has always been so, and is only told now: it makes no event. */
  isNews: boolean;
}

/** Of one chat, by its canonical JID. A field that is absent says nothing. Times are ISO 8601. */
export interface ChatChange {
  chat: string;
  name?: string;
  archived?: boolean;
  pinnedAt?: string | null;
  /** In the year 9999: until it is unmuted. */
  mutedUntil?: string | null;
  /** True: marked by hand. False: all of it is read. */
  unread?: boolean;
  /** New messages disappear after so long; null: they stay. */
  ephemeralSeconds?: number | null;
  label?: Labelling;
  /** With all its messages, on the devices of the account. */
  deleted?: true;
}

/** The account has read messages of others, here or on another device. */
export interface ChatReadFact {
  chat: string;
  messageIds: string[];
  at: string;
}

/** A device of the account has put a label on a message, or taken it off. Its author is not told. */
export interface MessageLabelledFact extends Labelling {
  chat: string;
  messageId: string;
}

export interface MessageStarredFact {
  chat: string;
  messageId: string;
  fromMe: boolean;
  starred: boolean;
}
