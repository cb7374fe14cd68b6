import {
  type Direction,
  type InboundContent,
  MESSAGE_STATUSES,
  type MessageContext,
  type MessageStatus,
  type OutboundContent,
} from '../../contracts/index.js';

export const TIMELINE_STATUSES = [...MESSAGE_STATUSES, 'EDITED', 'DELETED'] as const;

/** One step of a message: what it became, and when. */
export interface TimelineEntry {
  status: (typeof TIMELINE_STATUSES)[number];
  /** ISO 8601. */
  at: string;
  detail?: string;
  /** The text or caption until then, of an edit or deletion. */
  before?: string | null;
}

/** What somebody thinks of a message. */
export interface Reaction {
  emoji: string;
  /** Canonical JID. */
  from: string;
  /** ISO 8601. */
  at: string;
}

/** What somebody has chosen in a poll. */
export interface Vote {
  options: string[];
  /** Canonical JID. */
  from: string;
  /** ISO 8601. */
  at: string;
}

/** What a message does to another one. */
export type Action = Extract<OutboundContent, { type: 'reaction' | 'edit' | 'delete' | 'pin' }>;

/** What a row keeps of what a message says: all of it but the keys. */
export type KeptContent = InboundContent | Action;

/** A stored message. */
export interface Message {
  /** UUID v7: later messages have larger ones. */
  id: string;
  messageId: string;
  direction: Direction;
  chatId: string;
  /** Empty where the account was not paired yet when the message was accepted. */
  from: string;
  to: string;
  pushName: string | null;
  /** `undecryptable` until WhatsApp has sent it again. */
  type: string;
  /** The text or the caption. */
  text: string | null;
  /** Null for a text, which is in `text`, and for what is unsupported, unreadable or deleted. */
  content: KeptContent | null;
  context: MessageContext | null;
  rawKind: string | null;
  reactions: Reaction[];
  /** Of a poll. */
  votes: Vote[];
  /** By the account, on any of its devices. */
  starred: boolean;
  /** Ids; by the account, on any of its devices. */
  labels: string[];
  /** Null when it is not pinned, or not any more. */
  pinnedUntil: Date | null;
  clientRef: string | null;
  status: MessageStatus;
  failure: string | null;
  timeline: TimelineEntry[];
  /** Scheduled: it leaves not before. */
  sendAt: Date | null;
  /** WhatsApp's own time; when the message was accepted, as long as it is on its way. */
  sentAt: Date;
  createdAt: Date;
}

/** How far an outbound message has come. */
export interface Progress {
  status: MessageStatus;
  failure: string | null;
}

/** A message at the moment when it is accepted. */
export interface AcceptedMessage {
  id: string;
  sessionId: string;
  messageId: string;
  from: string;
  to: string;
  content: OutboundContent;
  /** Null: nothing surrounds it. */
  context: MessageContext | null;
  /** Who sees a status; null for all else. */
  recipients: string[] | null;
  clientRef: string | null;
  /** It leaves not before; null: as soon as it can. */
  sendAt: Date | null;
  /** What it was accepted together with; null: it came alone. */
  batchId: string | null;
  acceptedAt: Date;
  /** Until when WhatsApp refuses messages to chats that are new; null when it does not. */
  restrictedUntil: Date | null;
  expiresAt: Date;
}
