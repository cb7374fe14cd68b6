import { parseJid } from '../../contracts/index.js';
import type { Message } from './message.js';
import { wrongField } from './wrong-field.js';

/** What one message may do to another. */
export type Deed = 'replyTo' | 'reaction' | 'edit' | 'delete' | 'pin';

/** Later edits are ignored by those who get them (whatsmeow, send.go, EditWindow). */
const EDIT_WINDOW_MS = 20 * 60_000;
const NEVER_SENT = ['FAILED', 'EXPIRED', 'CANCELLED'];

/** Throws VALIDATION_FAILED with the reason when WhatsApp would not do that to this message, or not in this chat. */
export function refuseTarget(deed: Deed, target: Message, chat: string, now: Date): void {
  const pointer = deed === 'replyTo' ? '/replyTo' : '/messageId';
  const reason = reasonAgainst(deed, target, chat, now);
  if (reason !== null) throw wrongField(pointer, reason);
}

function reasonAgainst(deed: Deed, target: Message, chat: string, now: Date): string | null {
  const isOurs = target.direction === 'outbound';
  if (!isSameChat(target.chatId, chat) && !(deed === 'replyTo' && isPrivateReply(target, chat)))
    return 'is a message of another chat';
  if (isOurs && NEVER_SENT.includes(target.status)) return `was never sent: it is ${target.status}`;
  if (isOurs && target.status === 'QUEUED' && target.sendAt && target.sendAt > now)
    return 'is scheduled and not sent yet';
  switch (deed) {
    case 'replyTo':
    case 'reaction':
    case 'pin':
      return null;
    case 'edit':
      if (!isOurs) return 'was written by somebody else: only own messages can be edited';
      if (target.type !== 'text') return `is of the type ${target.type}: only texts can be edited`;
      return isOlder(target, EDIT_WINDOW_MS, now) ? 'is too old: WhatsApp takes edits for 20 minutes' : null;
    case 'delete':
      if (isOurs || parseJid(chat)?.kind === 'group') return null;
      return 'was written by somebody else: only own messages can be deleted for everyone here';
  }
}

/** Whoever wrote in a group, or posted a status, may be answered alone. */
export function isPrivateReply({ direction, chatId, from }: Message, chat: string): boolean {
  const where = parseJid(chatId)?.kind;
  return direction === 'inbound' && (where === 'group' || where === 'status') && isSameChat(from, chat);
}

/** A person has two addresses; which of them WhatsApp told with a message is not the caller's choice. */
function isSameChat(one: string, other: string): boolean {
  if (one === other) return true;
  const kinds = [parseJid(one)?.kind, parseJid(other)?.kind];
  return kinds.includes('person') && kinds.includes('lid');
}

function isOlder({ sentAt }: Message, limitMs: number, now: Date): boolean {
  return now.getTime() - sentAt.getTime() > limitMs;
}
