import { type Content, contentView, type InboundContent, phoneOf } from '../../contracts/index.js';
import type { HeldMessage } from '../../mailbox/index.js';
import type { PollResultDto } from './content-answers.dto.js';
import type { Action, Message, Vote } from './message.js';
import type { MemberReceiptDto, MessageDetailsDto, MessageDto } from './message-answers.dto.js';
import type { MemberReceipt } from './message-receipts.repository.js';
import { epochSeconds } from './send-answers.js';

type PollContent = Extract<Content, { type: 'poll' }>;

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
    ...(message.labels.length > 0 && { labels: message.labels }),
    ...(message.pinnedUntil !== null && { pinnedUntil: message.pinnedUntil }),
    ...(message.starred && { starred: true as const }),
    status,
    ...(failure !== null && { failure }),
    ...(hold && { heldUntil: hold.heldUntil, reason: hold.reason }),
    ...(clientRef !== null && { clientRef }),
    ...(message.sendAt !== null && { sendAt: message.sendAt }),
    timestamp: epochSeconds(message.sentAt),
    createdAt: message.createdAt,
  };
}

/** What the message says, or does to another one. Nothing of it opens anything. */
function said({ type, text, rawKind, content, context, votes }: Message): Partial<MessageDto> {
  if (content && 'target' in content) return done(content);
  const kept = content ?? without(type, text, rawKind);
  if (!kept) return {};
  const { poll: _asked, ...view } = contentView(kept, context);
  return kept.type === 'poll' ? { ...view, poll: pollView(kept, votes) } : view;
}

/** What a message says whose row needs no content for it. */
function without(type: string, text: string | null, rawKind: string | null): InboundContent | null {
  if (type === 'text') return { type, text: text ?? '' };
  return type === 'unsupported' ? { type, rawKind: rawKind ?? 'unknown' } : null;
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
    case 'pin':
      return { targetMessageId, forSeconds: action.seconds };
  }
}

/** A poll with what was chosen so far. */
function pollView({ question, options, selectable }: PollContent, votes: Vote[]): PollResultDto {
  const tally = options.map((option) => ({
    option,
    votes: votes.filter((vote) => vote.options.includes(option)).length,
  }));
  return { question, options, selectable, tally, votes };
}

export function receiptView({ member, deliveredAt, readAt, playedAt }: MemberReceipt): MemberReceiptDto {
  return {
    member,
    phoneNumber: phoneOf(member),
    ...(deliveredAt && { deliveredAt }),
    ...(readAt && { readAt }),
    ...(playedAt && { playedAt }),
  };
}

export function messageDetails(message: Message, holds: Holds): MessageDetailsDto {
  return { ...messageView(message, holds), timeline: message.timeline };
}
