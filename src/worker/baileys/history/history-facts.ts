import { proto } from '@whiskeysockets/baileys';
import {
  bareJid,
  type ContactTold,
  type HistoryChat,
  type HistoryMessage,
  type MessageStatus,
  parseJid,
} from '../../../contracts/index.js';
import { type Addresses, saidIn } from '../inbound-facts.js';
import { messageMeaning } from '../inbound-meaning.js';
import { mutedUntil } from '../told-chats.js';

/** Whose history it is, and what is known of addresses. */
export interface HistoryReader {
  sessionId: string;
  /** Canonical JID of the account. */
  me: string;
  isMe(jid: string): boolean;
  /** The address by phone number, where it is known. */
  byPhone(jid: string): string;
}

/** Of a second. */
const MAX_PLACE = 999;

const { Status } = proto.WebMessageInfo;
const OWN_STATUS: Partial<Record<proto.WebMessageInfo.Status, MessageStatus>> = {
  [Status.ERROR]: 'FAILED',
  [Status.DELIVERY_ACK]: 'DELIVERED',
  [Status.READ]: 'READ',
  [Status.PLAYED]: 'PLAYED',
};
/** Times beyond this many seconds are in ms: clients differ. */
const YEAR_5000 = 95_617_584_000;

/** A chat of the past without its messages; null for what is no chat, such as the status list. */
export function historyChat(told: proto.IConversation, messages: HistoryMessage[]): HistoryChat | null {
  const chat = chatOf(told);
  const kind = parseJid(chat)?.kind;
  if (!kind || kind === 'status') return null;
  const newest = messages.at(-1);
  return {
    chat,
    lastMessageId: newest?.messageId ?? null,
    lastAt: newest?.timestamp ?? (Number(told.conversationTimestamp ?? 0) || null),
    unreadCount: told.unreadCount ?? 0,
    unread: told.markedAsUnread === true,
    archived: told.archived === true,
    pinnedAt: told.pinned ? new Date(told.pinned * 1000).toISOString() : null,
    mutedUntil: mutedUntil(inMs(Number(told.muteEndTime ?? 0))),
    ephemeralSeconds: told.ephemeralExpiration || null,
    ...(kind === 'group' && (told.displayName || told.name) && { name: told.displayName || told.name || '' }),
  };
}

/** The person of a chat, with both addresses where the phone told them; null for a group. */
export function historyContact({ id, pnJid, lidJid, displayName, name }: proto.IConversation): ContactTold | null {
  const savedName = displayName || name;
  const addresses = [pnJid, id, lidJid].flatMap((jid) => (jid ? [bareJid(jid)] : []));
  const whatsappId = addresses.find((jid) => parseJid(jid)?.kind === 'person') ?? null;
  const lid = addresses.find((jid) => parseJid(jid)?.kind === 'lid') ?? null;
  if (whatsappId === null && lid === null) return null;
  return { whatsappId, lid, ...(savedName && { savedName }) };
}

/** Messages of the past, the oldest first; the phone has them the other way round. What does something to another message is left out, as are the phone's own notes. */
export async function historyMessages(told: proto.IConversation, reader: HistoryReader): Promise<HistoryMessage[]> {
  const all = (told.messages ?? []).flatMap(({ message }) => (message ? [message] : [])).reverse();
  all.sort((one, other) => timeOf(one) - timeOf(other));
  const received = all.filter(({ key }) => !key?.fromMe).reverse();
  const unread = new Set(received.slice(0, told.unreadCount ?? 0));
  const read = await Promise.all(all.map((message) => historyMessage(told, message, unread.has(message), reader)));
  return placed(read.filter((message) => message !== null));
}

function placed(messages: Omit<HistoryMessage, 'place'>[]): HistoryMessage[] {
  const begins = new Map<number, number>();
  return messages.map((message, at) => {
    const { timestamp } = message;
    if (!begins.has(timestamp)) begins.set(timestamp, at);
    return { ...message, place: Math.min(at - begins.get(timestamp)!, MAX_PLACE) };
  });
}

async function historyMessage(
  told: proto.IConversation,
  { key, message, messageTimestamp, participant, pushName, status, starred }: proto.IWebMessageInfo,
  isUnread: boolean,
  reader: HistoryReader,
): Promise<Omit<HistoryMessage, 'place'> | null> {
  const meaning = message ? messageMeaning(message, reader.sessionId) : null;
  if (!key?.id || meaning?.kind !== 'content') return null;
  const chat = reader.byPhone(chatOf(told));
  const isGroup = parseJid(chat)?.kind === 'group';
  const author = bareJid(participant ?? key.participant ?? '');
  const from = key.fromMe ? reader.me : isGroup ? reader.byPhone(author) : chat;
  const lids = isGroup ? [author] : [told.lidJid, told.id];
  const sender = {
    messageId: key.id,
    fromMe: key.fromMe === true,
    chat,
    from,
    fromLid: key.fromMe
      ? null
      : (lids.map((jid) => bareJid(jid ?? '')).find((jid) => parseJid(jid)?.kind === 'lid') ?? null),
    pushName: pushName ?? null,
    timestamp: Number(messageTimestamp ?? 0),
  };
  return {
    ...sender,
    to: key.fromMe || isGroup ? chat : reader.me,
    ...(await saidIn(meaning, sender, addressesOf(reader), reader.sessionId)),
    status: key.fromMe ? (OWN_STATUS[status ?? Status.SERVER_ACK] ?? 'SENT') : isUnread ? 'DELIVERED' : 'READ',
    starred: starred === true,
  };
}

/** In a history, keys are written from the side of the account. */
function addressesOf({ me, isMe, byPhone }: HistoryReader): Addresses {
  const person = (jid: string) => Promise.resolve(isMe(jid) ? me : byPhone(bareJid(jid)));
  return {
    person,
    async target(sender, { id, participant }) {
      const author = participant ? await person(participant) : sender.chat;
      return { messageId: id ?? '', fromMe: author === me, author };
    },
  };
}

/** By phone number, where the phone told it. */
function chatOf({ id, pnJid }: proto.IConversation): string {
  return bareJid(pnJid || id || '');
}

function timeOf({ messageTimestamp }: proto.IWebMessageInfo): number {
  return Number(messageTimestamp ?? 0);
}

function inMs(time: number): number {
  return time > YEAR_5000 ? time : time * 1000;
}
