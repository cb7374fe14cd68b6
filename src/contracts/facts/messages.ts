import type { Content, MessageContext, MessageRef } from '../content.js';
import type { MessageStatus } from '../states.js';
import type { MediaSource } from './received-media.js';

/** The content of a message. What this version does not understand is kept with its raw kind, never dropped. */
export type InboundContent = Content | { type: 'unsupported'; rawKind: string };

/** Who sent what came in, and when. */
export interface SenderFact {
  messageId: string;
  /** True for a copy of what the account's own phone or another of its devices sent. */
  fromMe: boolean;
  /** Canonical addresses: by phone number where WhatsApp told it, else by LID. */
  chat: string;
  from: string;
  /** The same person's other address, where known. */
  fromLid: string | null;
  pushName: string | null;
  /** When WhatsApp took the message, epoch seconds. */
  timestamp: number;
}

export interface MessageReceivedFact extends SenderFact {
  to: string;
  content: InboundContent;
  /** Absent: there is none. */
  context?: MessageContext;
  /** Where to fetch the file of the content; absent where there is none to fetch. */
  source?: MediaSource;
}

/** An empty emoji takes the sender's reaction back. */
export interface MessageReactionFact extends SenderFact {
  target: MessageRef;
  emoji: string;
}

/** The author of a message has replaced its text, or the caption of its file. */
export interface MessageEditedFact extends SenderFact {
  target: MessageRef;
  text: string;
}

/** The author of a message, or an administrator of its group, has deleted it for everybody. */
export interface MessageDeletedFact extends SenderFact {
  target: MessageRef;
}

/** Somebody has pinned a message for everybody in its chat, until then (ISO 8601), or taken the pin away. */
export interface MessagePinnedFact extends SenderFact {
  target: MessageRef;
  until: string | null;
}

/** The sender's whole vote in the poll `target`, in place of an earlier one; empty when it is taken back. */
export interface PollVoteFact extends SenderFact {
  target: MessageRef;
  options: string[];
}

export interface MessageStatusFact {
  messageId: string;
  status: MessageStatus;
  at: string;
  /** Why it failed. */
  detail: string | null;
  /** Of a receipt in a group: the member whose it is. */
  by?: string;
}

export interface MessageUndecryptableFact {
  messageId: string;
  chat: string;
  from: string;
  timestamp: number;
  detail: string;
}
