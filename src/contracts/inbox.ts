import type { Content, MediaFailure, MediaMessageType, MessageContext, MessageRef } from './content.js';
import type { GroupAction, GroupUpdate } from './groups.js';
import type { MediaKind } from './media.js';
import type { MessageStatus, SessionStatus } from './states.js';

/**
 * What a worker reports to the gateways. Each fact is a committed row of `mailbox.inbox`, written in the same statement
 * as the account state it belongs to; a gateway turns it into rows, public events and webhook deliveries.
 */
export type InboxFact =
  | { kind: 'session.status'; payload: SessionStatusFact }
  | { kind: 'session.qr'; payload: SessionQrFact }
  | { kind: 'session.paired'; payload: SessionPairedFact }
  | { kind: 'message.received'; payload: MessageReceivedFact }
  | { kind: 'message.reaction'; payload: MessageReactionFact }
  | { kind: 'message.edited'; payload: MessageEditedFact }
  | { kind: 'message.deleted'; payload: MessageDeletedFact }
  | { kind: 'poll.vote'; payload: PollVoteFact }
  | { kind: 'call.received'; payload: CallReceivedFact }
  | { kind: 'contact.told'; payload: ContactsToldFact }
  | { kind: 'chat.changed'; payload: ChatChangedFact }
  | { kind: 'chat.read'; payload: ChatReadFact }
  | { kind: 'message.starred'; payload: MessageStarredFact }
  | { kind: 'history.told'; payload: HistoryFact }
  | { kind: 'group.updated'; payload: GroupUpdatedFact }
  | { kind: 'group.participants'; payload: GroupParticipantsFact }
  | { kind: 'presence.updated'; payload: PresenceUpdatedFact }
  | { kind: 'media.fetched'; payload: MediaFetchedFact }
  | { kind: 'media.failed'; payload: MediaFailedFact }
  | { kind: 'message.status'; payload: MessageStatusFact }
  | { kind: 'message.undecryptable'; payload: MessageUndecryptableFact }
  | { kind: 'webhook.disabled'; payload: WebhookDisabledFact }
  | { kind: 'usage.limit'; payload: UsageLimitFact };

/** All times are ISO 8601 in UTC. */
export interface SessionStatusFact {
  status: SessionStatus;
  /** A word for programs: why the session is so, for example `CONNECTION_LOST`; null when there is nothing to say. */
  reason: string | null;
  /** A sentence for people. */
  message: string;
  /** Until when WhatsApp lets the account write to known chats only; absent or null when it is free. */
  restrictedUntil?: string | null;
  at: string;
}

export interface SessionQrFact {
  /** The raw text to draw as a QR code. A credential: never logged. */
  qr: string;
  expiresAt: string;
  at: string;
}

export interface SessionPairedFact {
  /** `<digits>@s.whatsapp.net`, without device. */
  whatsappId: string;
  lid: string | null;
  at: string;
}

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

/** Where the file of a received message lies at WhatsApp, and what opens it. A secret: never logged, never in an answer. */
export interface MediaSource {
  mediaId: string;
  /** The keys of a file are derived for its kind. */
  type: MediaMessageType;
  /** Where it lies on WhatsApp's servers for files; the host in `url`, if any, is the one to ask. */
  directPath: string;
  url: string | null;
  /** These three in base64. The hashes are of the encrypted and of the plain bytes. */
  mediaKey: string;
  encSha256: string | null;
  sha256: string | null;
  mimetype: string;
  filename: string | null;
  /** What the sender says of it, in bytes. */
  claimedBytes: number | null;
}

/** `available` also after typing. */
export type SeenPresence = 'available' | 'unavailable' | 'composing' | 'recording';

/** What somebody does who is watched. Only a hint: one that is lost is not told again. */
export interface PresenceUpdatedFact {
  /** The person, or the group. */
  chat: string;
  from: string;
  fromLid: string | null;
  presence: SeenPresence;
  /** When the person was last there, epoch seconds; null when it is there, or WhatsApp does not tell. */
  lastSeen: number | null;
  /** Epoch seconds. */
  timestamp: number;
}

/** `offer`: it rings. `accept`: another device of the account took it. The others are its ends; after `accept` it is `terminate`. */
export const CALL_STATES = ['offer', 'accept', 'reject', 'timeout', 'terminate'] as const;
export type CallState = (typeof CALL_STATES)[number];

/** Somebody calls, and what became of it. Each state is told once. */
export interface CallReceivedFact {
  callId: string;
  state: CallState;
  /** The caller, or the group that is called. */
  chat: string;
  from: string;
  fromLid: string | null;
  isGroup: boolean;
  isVideo: boolean;
  /** Of this state, epoch seconds. */
  timestamp: number;
}

/** Who did something to a group, and when; told once for each of WhatsApp's notifications. */
export interface GroupActFact {
  groupId: string;
  /** WhatsApp's id of the notification. */
  changeId: string;
  /** Canonical address, by phone number where known; null where WhatsApp does not say. */
  by: string | null;
  byLid: string | null;
  pushName: string | null;
  /** Epoch seconds. */
  timestamp: number;
}

/** What was told of people, other than by their messages. */
export interface ContactsToldFact {
  contacts: ContactTold[];
  /** False for what has always been so, and is only told now: it makes no event of somebody who was not known. */
  isNews: boolean;
}

/** Of one person, by one or both addresses. A field that is absent says nothing; null takes it away. */
export interface ContactTold {
  /** Canonical JIDs: by phone number, and by LID. */
  whatsappId: string | null;
  lid: string | null;
  /** What the person goes by. */
  pushName?: string | null;
  /** As the account's owner saved it. */
  savedName?: string | null;
  /** Of a business, verified by WhatsApp. */
  verifiedName?: string | null;
  /** Another one with every new picture. */
  pictureId?: string | null;
}

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
  /** With all its messages, on the devices of the account. */
  deleted?: true;
}

/** The account has read messages of others, here or on another device. */
export interface ChatReadFact {
  chat: string;
  messageIds: string[];
  at: string;
}

export interface MessageStarredFact {
  chat: string;
  messageId: string;
  fromMe: boolean;
  starred: boolean;
}

/** How much of the past a newly linked session takes over from the phone. */
export const SYNC_HISTORY = ['none', 'recent', 'full'] as const;
export type SyncHistory = (typeof SYNC_HISTORY)[number];

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

export interface GroupUpdatedFact extends GroupActFact {
  changes: GroupUpdate;
}

export interface GroupParticipantsFact extends GroupActFact {
  action: GroupAction;
  participants: { id: string; lid: string | null }[];
}

/** The message that brought a file, as its phone knows it. */
export interface MediaOrigin {
  messageId: string;
  chat: string;
  fromMe: boolean;
  /** Who wrote it, in a group; else null. */
  participant: string | null;
}

/** The file of a received message is in the object store. A secret, for what opens it. */
export interface MediaFetchedFact {
  mediaId: string;
  messageId: string;
  kind: MediaKind;
  mimetype: string;
  filename: string | null;
  sizeBytes: number;
  /** In hex. */
  sha256: string;
  objectKey: string;
  /** Base64; wrapped by ENCRYPTION_KEY. */
  bodyKey: string;
}

/** The file of a received message will never be here. */
export interface MediaFailedFact {
  mediaId: string;
  messageId: string;
  reason: MediaFailure;
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

/** The sender's whole vote in the poll `target`, in place of an earlier one; empty when it is taken back. */
export interface PollVoteFact extends SenderFact {
  target: MessageRef;
  options: string[];
}

/** The author of a message, or an administrator of its group, has deleted it for everybody. */
export interface MessageDeletedFact extends SenderFact {
  target: MessageRef;
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

/** What a gateway itself reports, by the same way, so that it gets its place in the event log. */
export interface WebhookDisabledFact {
  webhookId: string;
  reason: string;
  failingSince: string;
}

/** The same way for a limit of the user's plan. */
export interface UsageLimitFact {
  reason: string;
  limit: number;
  resetAt: string;
}
