import type { BinaryNode } from '@whiskeysockets/baileys';
import { bareJid, type InboxFact, type MessageStatus } from '../../contracts/index.js';

/** A receipt without type says that the message was delivered; `inactive` and others say nothing of our messages. */
const STATUS_OF: Record<string, MessageStatus> = { '': 'DELIVERED', read: 'READ', played: 'PLAYED' };

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
  if (!status || attrs['recipient'] || own.includes(reader)) return [];
  const listed = Array.isArray(content) ? content.flatMap(itemsOf) : [];
  const ids = [attrs['id'], ...listed].filter((id): id is string => !!id);
  const at = new Date(Number(attrs['t'] ?? 0) * 1000 || Date.now()).toISOString();
  const by = attrs['participant'] ? { by: nameOf(reader) } : {};
  return [...new Set(ids)].map((messageId) => ({
    kind: 'message.status',
    payload: { messageId, status, at, detail: null, ...by },
  }));
}

function itemsOf({ tag, content }: BinaryNode): (string | undefined)[] {
  if (tag !== 'list' || !Array.isArray(content)) return [];
  return content.filter((item) => item.tag === 'item').map((item) => item.attrs['id']);
}
