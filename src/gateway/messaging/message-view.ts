import { phoneOf } from '../../contracts/index.js';
import type { Message } from './message.js';
import type { MessageDetailsDto, MessageDto } from './message-answers.dto.js';
import { epochSeconds } from './send-answers.js';

/** A message as callers see it. */
export function messageView(message: Message): MessageDto {
  const { messageId, direction, from, to, chatId, pushName, type, text, rawKind, status, failure, clientRef } = message;
  return {
    messageId,
    direction,
    from: from || null,
    to,
    chatId,
    phoneNumber: phoneOf(direction === 'inbound' ? from : to),
    ...(pushName !== null && { pushName }),
    type,
    ...(text !== null && { text }),
    ...(rawKind !== null && { rawKind }),
    status,
    ...(failure !== null && { failure }),
    ...(clientRef !== null && { clientRef }),
    timestamp: epochSeconds(message.sentAt),
    createdAt: message.createdAt,
  };
}

export function messageDetails(message: Message): MessageDetailsDto {
  return { ...messageView(message), timeline: message.timeline };
}
