import {
  type Content,
  contentView,
  type Direction,
  type EventActor,
  type EventSender,
  type HistoryMessage,
  type InboxFact,
  MESSAGE_STATUSES,
  type MessageContext,
  type MessageDeletedFact,
  type MessageEditedFact,
  type MessagePinnedFact,
  type MessageReactionFact,
  type MessageReceivedFact,
  type MessageStatus,
  movesForward,
  type NewEvent,
  parseJid,
  phoneOf,
  type PollVoteFact,
  readableText,
  type SenderFact,
} from '../../contracts/index.js';
import type { Action } from './message.js';
import { epochSeconds } from './send-answers.js';

export type MessageAction = Extract<
  InboxFact,
  { kind: 'message.reaction' | 'message.edited' | 'message.deleted' | 'message.pinned' | 'poll.vote' }
>;

/** What a received message becomes as a row. */
export interface ReceivedMessage {
  messageId: string;
  chatId: string;
  from: string;
  to: string;
  pushName: string | null;
  type: string;
  text: string | null;
  rawKind: string | null;
  /** Null where `type`, `text` and `rawKind` say it all. */
  content: Content | null;
  context: MessageContext | null;
  sentAt: Date;
}

/** The statuses that a message may leave for `next`. */
export function statusesBefore(next: MessageStatus): MessageStatus[] {
  return MESSAGE_STATUSES.filter((status) => movesForward(status, next));
}

/**
 * Under which keys a sender may be known: WhatsApp tells the LID, the number or both, and not always the same one. The first
 * is the key of a new row; the LID stays when a number changes.
 */
export function senderKeys(from: string, fromLid: string | null): [string, ...string[]] {
  return fromLid === null ? [userOf(from)] : [userOf(fromLid), userOf(from)];
}

export function receivedMessage(fact: MessageReceivedFact): ReceivedMessage {
  const { messageId, chat, from, to, pushName, timestamp } = fact;
  const addresses = { messageId, chatId: chat, from, to, pushName };
  const sentAt = new Date(timestamp * 1000);
  const { content } = fact;
  const about = { type: content.type, text: readableText(content), context: fact.context ?? null, sentAt };
  const rawKind = content.type === 'unsupported' ? content.rawKind : null;
  const kept = content.type === 'unsupported' || content.type === 'text' ? null : content;
  return { ...addresses, ...about, rawKind, content: kept };
}

/** A message of the past, and what it has become since then. */
export type PastMessage = ReceivedMessage & {
  direction: Direction;
  status: MessageStatus;
  starred: boolean;
  place: number;
  /** As for {@link senderKeys}. */
  keys: [string, ...string[]];
};

export function pastMessage(past: HistoryMessage): PastMessage {
  const { fromMe, from, fromLid, status, starred, place } = past;
  const keys: [string, ...string[]] = fromMe ? ['me'] : senderKeys(from, fromLid);
  return { ...receivedMessage(past), direction: fromMe ? 'outbound' : 'inbound', status, starred, place, keys };
}

/** What a message of the session does to another one, told as if another device of the account had done it. */
export function ownAction(
  { whatsappId, lid: fromLid }: { whatsappId: string | null; lid: string | null },
  { messageId, chatId: chat, at }: { messageId: string; chatId: string; at: Date },
  action: Action,
): MessageAction {
  const timestamp = epochSeconds(at);
  const by = { messageId, fromMe: true, chat, from: whatsappId ?? '', fromLid, pushName: null, timestamp };
  const { target } = action;
  switch (action.type) {
    case 'reaction':
      return { kind: 'message.reaction', payload: { ...by, target, emoji: action.emoji } };
    case 'edit':
      return { kind: 'message.edited', payload: { ...by, target, text: action.text } };
    case 'delete':
      return { kind: 'message.deleted', payload: { ...by, target } };
    case 'pin':
      return { kind: 'message.pinned', payload: { ...by, target, until: pinEnd(at, action.seconds) } };
  }
}

function pinEnd(at: Date, seconds: number): string | null {
  return seconds === 0 ? null : new Date(at.getTime() + seconds * 1000).toISOString();
}

export function receivedEvent(fact: MessageReceivedFact): NewEvent {
  const { content, context } = fact;
  const view = { text: null, ...contentView(content, context) };
  const rawKind = content.type === 'unsupported' ? content.rawKind : null;
  const payload = { ...eventSender(fact), to: fact.to, messageType: content.type, rawKind, ...view };
  return { type: 'message.received', chatId: fact.chat, payload };
}

export function reactionEvent(fact: MessageReactionFact): NewEvent {
  const payload = {
    ...eventActor(fact),
    messageId: fact.target.messageId,
    reactionId: fact.messageId,
    emoji: fact.emoji,
  };
  return { type: 'message.reaction', chatId: fact.chat, payload };
}

export function editedEvent(fact: MessageEditedFact): NewEvent {
  const payload = { ...eventActor(fact), messageId: fact.target.messageId, editId: fact.messageId, text: fact.text };
  return { type: 'message.edited', chatId: fact.chat, payload };
}

export function deletedEvent(fact: MessageDeletedFact): NewEvent {
  const payload = { ...eventActor(fact), messageId: fact.target.messageId, deletionId: fact.messageId };
  return { type: 'message.deleted', chatId: fact.chat, payload };
}

export function pinnedEvent(fact: MessagePinnedFact): NewEvent {
  const payload = {
    ...eventActor(fact),
    messageId: fact.target.messageId,
    pinId: fact.messageId,
    pinnedUntil: fact.until,
  };
  return { type: 'message.pinned', chatId: fact.chat, payload };
}

export function voteEvent(fact: PollVoteFact): NewEvent {
  const { target, messageId, options, chat } = fact;
  const payload = { ...eventActor(fact), messageId: target.messageId, voteId: messageId, options };
  return { type: 'poll.vote', chatId: chat, payload };
}

function eventActor(fact: SenderFact): EventActor {
  return { ...eventSender(fact), fromMe: fact.fromMe };
}

function eventSender({ messageId, chat, from, fromLid, pushName, timestamp }: SenderFact): EventSender {
  const lid = fromLid ?? (parseJid(from)?.kind === 'lid' ? from : null);
  return { messageId, chatId: chat, from, phoneNumber: phoneOf(from), lid, pushName, timestamp };
}

function userOf(jid: string): string {
  return parseJid(jid)?.user ?? jid;
}
