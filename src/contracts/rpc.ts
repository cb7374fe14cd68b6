import type { Labelling } from './labels.js';

/**
 * The patterns between the roles. A pattern with `:workerId` is answered by one worker only; the transport puts the id in
 * when the worker starts to listen. Hints may be lost: whoever gets none finds the work in the database by polling.
 */
export const PATTERNS = {
  /** Hint: look at this account, its desired state has changed. Payload {@link AccountHint}. */
  accountWake: 'worker.:workerId.account.wake',
  /** Hint: this account has new outbox rows. Payload {@link AccountHint}. */
  outboxWake: 'worker.:workerId.outbox.wake',
  /** Hint: files of received messages are to be fetched for this account. Payload {@link AccountHint}. */
  mediaWake: 'worker.:workerId.media.wake',
  /** Hint: your registration has changed, for example to draining. No payload. */
  workerWake: 'worker.:workerId.wake',
  /** Question: a code to type into the phone. Payload {@link PairingCodeQuestion}, answer {@link PairingCodeAnswer}. */
  pairingCode: 'worker.:workerId.session.pairing-code',
  /** Question: tell the senders of messages that they were read. Payload {@link MarkReadQuestion}; answered when WhatsApp knows. */
  markRead: 'worker.:workerId.message.read',
  /** Question: show others what this account is doing. Payload {@link ShowPresenceQuestion}; answered when it was said. */
  showPresence: 'worker.:workerId.presence.show',
  /** Question: to set something of a chat. Payload {@link ChatChangeQuestion}; answered when WhatsApp has it. */
  chatChange: 'worker.:workerId.chat.change',
  /** Question: to make, change or delete a label. Payload {@link LabelEditQuestion}, answer {@link Label}. */
  labelEdit: 'worker.:workerId.label.edit',
  /** Question: to star a message. Payload {@link StarQuestion}; answered when WhatsApp has it. */
  messageStar: 'worker.:workerId.message.star',
  /** Question: to reject a call. Payload {@link CallQuestion}; answered when WhatsApp knows. */
  callReject: 'worker.:workerId.call.reject',
  /** Question: which of these numbers are on WhatsApp. Payload {@link NumbersQuestion}, answer {@link NumberAnswer}[]. */
  numbers: 'worker.:workerId.numbers.check',
  /** Question: what somebody tells of himself. Payload {@link PersonQuestion}, answer {@link PersonAnswer}. */
  person: 'worker.:workerId.person.show',
  /** Question: where somebody's picture lies. Payload {@link PictureQuestion}, answer {@link PictureAnswer}. */
  personPicture: 'worker.:workerId.person.picture',
  /** Question: to block somebody, or no longer. Payload {@link BlockQuestion}; answered when WhatsApp knows. */
  personBlock: 'worker.:workerId.person.block',
  /** Question: to save somebody in the account's address book, or no longer. Payload {@link SaveContactQuestion}; answered when WhatsApp has it. */
  personSave: 'worker.:workerId.person.save',
  /** Question: who is blocked. Payload {@link AccountQuestion}, answer {@link PersonAddresses}[]. */
  blocklist: 'worker.:workerId.blocklist.show',
  /** Question: to be told what somebody does, as long as this connection lasts. Payload {@link PersonQuestion}; answered when it was asked. */
  presenceWatch: 'worker.:workerId.presence.watch',
  /** Question: the account's own profile. Payload {@link AccountQuestion}, answer {@link ProfileAnswer}. */
  profile: 'worker.:workerId.profile.show',
  /** Question: to change it. Payload {@link ChangeProfileQuestion}, answer {@link ProfileAnswer}. */
  profileChange: 'worker.:workerId.profile.change',
  /** Question: who may see what of the account. Payload {@link AccountQuestion}, answer {@link PrivacyAnswer}. */
  privacy: 'worker.:workerId.privacy.show',
  /** Question: to change that. Payload {@link ChangePrivacyQuestion}, answer {@link PrivacyAnswer}. */
  privacyChange: 'worker.:workerId.privacy.change',
  /** Question: anything about channels. Payload {@link ChannelQuestion}, answer as in {@link ChannelQuestions}. */
  channelAsk: 'worker.:workerId.channel.ask',
  /** Question: anything about groups. Payload {@link GroupQuestion}, answer as in {@link GroupQuestions}. */
  groupAsk: 'worker.:workerId.group.ask',
  /** Hint to all gateways: there are new inbox rows. Payload {@link AccountHint}. */
  inboxWake: 'gateway.inbox.wake',
  /** Hint to all gateways: the log of this user has grown. Payload {@link LogHint}. */
  logGrew: 'gateway.log.grew',
  /** Hint to all gateways: there are accounts to place. No payload. */
  placementWake: 'gateway.placement.wake',
} as const;

/** The pattern that reaches the worker with this id. */
export function addressed(pattern: string, workerId: string): string {
  return pattern.replace(':workerId', workerId);
}

export interface AccountHint {
  sessionId: string;
}

export interface LogHint {
  userId: string;
}

/** What every question to the worker that holds an account carries, besides what it asks. */
export interface AccountQuestion {
  sessionId: string;
  /** The ownership that is meant, in decimal digits. Whoever has the account in another one, or not at all: SESSION_MOVING. */
  epoch: string;
  /** When the asker gives up, in ms since 1970 by the database's clock. Nothing is begun after that. */
  deadline: number;
  /** Of the HTTP request behind it, for the log. */
  requestId?: string;
  /** The span behind it (W3C Trace Context), where traces are on. */
  traceparent?: string;
}

export interface PairingCodeQuestion extends AccountQuestion {
  /** Digits in international form, without `+`. */
  phoneNumber: string;
}

export interface MarkReadQuestion extends AccountQuestion {
  messages: ReadMessage[];
}

/** Canonical JIDs: of the chat, and of who wrote the message. */
export interface ReadMessage {
  chat: string;
  author: string;
  messageId: string;
}

/** A field that is absent stays as it is. */
export interface ChatChangeQuestion extends AccountQuestion {
  /** Canonical JID. */
  chat: string;
  /** The newest message in it, without which it can neither be archived nor read; null where there is none. */
  newest: { messageId: string; fromMe: boolean; author: string; timestamp: number } | null;
  archived?: boolean;
  pinned?: boolean;
  /** ISO 8601; null: it is not muted. */
  mutedUntil?: string | null;
  read?: boolean;
  /** Null: messages stay. */
  ephemeralSeconds?: number | null;
  /** With `messageId` it is put on that message of the chat. */
  label?: Labelling & { messageId?: string };
}

/** A field that is absent stays as it is. */
export interface LabelEditQuestion extends AccountQuestion {
  /** Null makes a new one, which needs a name. */
  labelId: string | null;
  name?: string;
  color?: number;
  deleted?: true;
}

export interface StarQuestion extends AccountQuestion {
  chat: string;
  messageId: string;
  fromMe: boolean;
  starred: boolean;
}

/** The first two are told to all who may see them, the others to one chat. */
export const PRESENCES = ['available', 'unavailable', 'composing', 'recording', 'paused'] as const;
export type Presence = (typeof PRESENCES)[number];

export interface ShowPresenceQuestion extends AccountQuestion {
  presence: Presence;
  /** Canonical JID of the chat; null for the first two. */
  to: string | null;
}

export interface CallQuestion extends AccountQuestion {
  callId: string;
}

export interface PairingCodeAnswer {
  pairingCode: string;
  /** ISO 8601. */
  expiresAt: string;
}
