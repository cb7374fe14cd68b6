import { contentView, phoneOf } from '../../contracts/index.js';
import type { HeldMessage } from '../../mailbox/index.js';
import type { Action, Message } from './message.js';
import type { MessageDetailsDto, MessageDto } from './message-answers.dto.js';
import { epochSeconds } from './send-answers.js';

/** Queued messages that are held, by id. */
export type Holds = ReadonlyMap<string, Pick<HeldMessage, 'heldUntil' | 'reason'>>;

/** A message as callers see it. */
export function messageView(message: Message, holds: Holds): MessageDto {
  const { messageId, direction, from, to, chatId, pushName, type, rawKind, status, failure, clientRef } = message;
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
    ...said(message),
    ...(message.reactions.length > 0 && { reactions: message.reactions }),
    ...(rawKind !== null && { rawKind }),
    status,
    ...(failure !== null && { failure }),
    ...(hold && { heldUntil: hold.heldUntil, reason: hold.reason }),
    ...(clientRef !== null && { clientRef }),
    timestamp: epochSeconds(message.sentAt),
    createdAt: message.createdAt,
  };
}

/** What the message says, or does to another one. Nothing of it opens anything. */
function said({ type, text, content, context }: Message): Partial<MessageDto> {
  if (content && 'target' in content) return done(content);
  const kept = content ?? (type === 'text' ? ({ type, text: text ?? '' } as const) : null);
  return kept ? contentView(kept, context) : {};
}

function done(action: Action): Partial<MessageDto> {
  const targetMessageId = action.target.messageId;
  switch (action.type) {
    case 'reaction':
      return { emoji: action.emoji, targetMessageId };
    case 'edit':
      return { text: action.text, targetMessageId };
    case 'delete':
      return { targetMessageId };
  }
}

export function messageDetails(message: Message, holds: Holds): MessageDetailsDto {
  return { ...messageView(message, holds), timeline: message.timeline };
}
