import type { BinaryNode } from '@whiskeysockets/baileys';
import { bareJid, type InboxFact, type MessageStatus, type ReadMessage } from '../../contracts/index.js';

/** A receipt without type says that the message was delivered; `inactive` and others say nothing of our messages. */
const STATUS_OF: Record<string, MessageStatus> = { '': 'DELIVERED', read: 'READ', played: 'PLAYED' };

/** With read receipts switched off, only the account's devices tell each other (parseReceipt in whatsmeow, receipt.go). */
const READ_HERE = 'read-self';
const READ = ['read', READ_HERE];

/**
 * What a receipt says of our own messages: one fact a message. `own` are the account's own addresses, whose receipts tell of
 * its other devices. A receipt names one message in `id`, and more in a list; in a group also the member whose it is, who is
 * given by the address that `nameOf` knows.
 */
export function receiptFacts(
  { attrs, content }: BinaryNode,
  own: string[],
  nameOf: (member: string) => string = (member) => member,
): InboxFact[] {
  const status = STATUS_OF[attrs['type'] ?? ''];
  const reader = bareJid(attrs['participant'] ?? attrs['from'] ?? '');
  const listed = Array.isArray(content) ? content.flatMap(itemsOf) : [];
  const ids = [attrs['id'], ...listed].filter((id): id is string => !!id);
  const at = new Date(Number(attrs['t'] ?? 0) * 1000 || Date.now()).toISOString();
  const isOurs = attrs['recipient'] !== undefined || own.includes(reader) || attrs['type'] === READ_HERE;
  if (isOurs) return READ.includes(attrs['type'] ?? '') ? readElsewhere(attrs, own, [...new Set(ids)], at) : [];
  if (!status) return [];
  const by = attrs['participant'] ? { by: nameOf(reader) } : {};
  return [...new Set(ids)].map((messageId) => ({
    kind: 'message.status',
    payload: { messageId, status, at, detail: null, ...by },
  }));
}

/** One fact a chat. */
export function readFacts(messages: ReadMessage[], at: Date): InboxFact[] {
  const byChat = new Map<string, string[]>();
  for (const { chat, messageId } of messages) byChat.set(chat, [...(byChat.get(chat) ?? []), messageId]);
  return [...byChat].map(([chat, messageIds]) => readFact(chat, messageIds, at.toISOString()));
}

/** Another device of the account has read messages: it says in `recipient` of whom, or comes from the group. */
function readElsewhere(attrs: BinaryNode['attrs'], own: string[], messageIds: string[], at: string): InboxFact[] {
  const chat = bareJid(attrs['recipient'] ?? attrs['from'] ?? '');
  return chat === '' || own.includes(chat) || messageIds.length === 0 ? [] : [readFact(chat, messageIds, at)];
}

function readFact(chat: string, messageIds: string[], at: string): InboxFact {
  return { kind: 'chat.read', payload: { chat, messageIds, at } };
}

function itemsOf({ tag, content }: BinaryNode): (string | undefined)[] {
  if (tag !== 'list' || !Array.isArray(content)) return [];
  return content.filter((item) => item.tag === 'item').map((item) => item.attrs['id']);
}
