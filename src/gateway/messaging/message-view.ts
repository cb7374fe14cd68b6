import { type Content, contentView, phoneOf } from '../../contracts/index.js';
import type { HeldMessage } from '../../mailbox/index.js';
import type { Message } from './message.js';
import type { MessageDetailsDto, MessageDto } from './message-answers.dto.js';
import { epochSeconds } from './send-answers.js';

/** Queued messages that are held, by id. */
export type Holds = ReadonlyMap<string, Pick<HeldMessage, 'heldUntil' | 'reason'>>;

/** A message as callers see it. */
export function messageView(message: Message, holds: Holds): MessageDto {
  const { messageId, direction, from, to, chatId, pushName, type, rawKind, status, failure, clientRef } = message;
  const { context, reactions } = message;
  const content = contentOf(message);
  const hold = holds.get(messageId);
  return {
    messageId,
    direction,
    from: from || null,
    to,
    chatId,
    phoneNumber: phoneOf(direction === 'inbound' ? from : to),
    ...(pushName !== null && { pushName }),
    type,
    ...(content && contentView(content, context)),
    ...(reactions.length > 0 && { reactions }),
    ...(rawKind !== null && { rawKind }),
    status,
    ...(failure !== null && { failure }),
    ...(hold && { heldUntil: hold.heldUntil, reason: hold.reason }),
    ...(clientRef !== null && { clientRef }),
    timestamp: epochSeconds(message.sentAt),
    createdAt: message.createdAt,
  };
}

/** A text is kept as such. Null for what is unsupported, unreadable or deleted. */
function contentOf({ content, type, text }: Message): Content | null {
  return type === 'text' ? { type, text: text ?? '' } : content;
}

export function messageDetails(message: Message, holds: Holds): MessageDetailsDto {
  return { ...messageView(message, holds), timeline: message.timeline };
}
