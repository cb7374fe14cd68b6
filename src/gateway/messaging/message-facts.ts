import {
  MESSAGE_STATUSES,
  type MessageReceivedFact,
  type MessageStatus,
  movesForward,
  type NewEvent,
  parseJid,
  phoneOf,
} from '../../contracts/index.js';

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
  const { messageId, chat, from, to, pushName, timestamp, content } = fact;
  const readable = content.type === 'text' ? content.text : null;
  const rawKind = content.type === 'unsupported' ? content.rawKind : null;
  const sentAt = new Date(timestamp * 1000);
  return { messageId, chatId: chat, from, to, pushName, type: content.type, text: readable, rawKind, sentAt };
}

export function receivedEvent(fact: MessageReceivedFact): NewEvent {
  const { messageId, chatId, from, to, pushName, type, text, rawKind } = receivedMessage(fact);
  const lid = fact.fromLid ?? (parseJid(from)?.kind === 'lid' ? from : null);
  const who = { from, to, phoneNumber: phoneOf(from), lid, pushName };
  const what = { messageType: type, text, rawKind, timestamp: fact.timestamp };
  return { type: 'message.received', chatId, payload: { messageId, chatId, ...who, ...what } };
}

function userOf(jid: string): string {
  return parseJid(jid)?.user ?? jid;
}
