import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Direction,
  HOLD_REASONS,
  type HoldReason,
  MESSAGE_STATUSES,
  type MessageStatus,
} from '../../contracts/index.js';
import { ContentViewDto, ReactionDto } from './content-answers.dto.js';
import { WAITING_REASONS, type WaitingReason } from './waiting.js';
import { TIMELINE_STATUSES, type TimelineEntry } from './message.js';

export class SendAnswerDto {
  /** WhatsApp's id of the message; it never changes. @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  /** @example 'support-line' */
  sessionId: string;
  /** The address that the message goes to. @example '628123456789@s.whatsapp.net' */
  to: string;
  /** @example 'text' */
  type: string;
  @ApiProperty({ enum: MESSAGE_STATUSES, example: 'QUEUED' })
  status: MessageStatus;
  /** Why it failed. */
  failure?: string;
  /** @example 'order-4711' */
  clientRef?: string;
  /** Scheduled: it leaves not before. @example '2026-01-01T08:00:00.000Z' */
  sendAt?: string;
  /** Epoch seconds. @example 1767225600 */
  timestamp: number;
  /** @example '2026-01-01T00:00:00.000Z' */
  createdAt: string;
}

export class ClassicAnswerDto {
  @ApiProperty({ enum: ['success', 'error'] })
  status: 'success' | 'error';
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  /** Epoch seconds. @example 1767225600 */
  timestamp: number;
  /** Why it failed. */
  failure?: string;
}

export class CancelledMessageDto {
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  /** @example 'support-line' */
  sessionId: string;
  @ApiProperty({ enum: ['CANCELLED'] })
  status: 'CANCELLED';
}

export class MessageDto extends ContentViewDto {
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  @ApiProperty({ enum: ['inbound', 'outbound'] })
  direction: Direction;
  /** Null for a message that was accepted before the session was paired. @example '628123456789@s.whatsapp.net' */
  from: string | null;
  /** @example '628987654321@s.whatsapp.net' */
  to: string;
  /** The chat it belongs to: the other person, or the group. @example '628123456789@s.whatsapp.net' */
  chatId: string;
  /** The other person's number, where WhatsApp tells it. @example '+628123456789' */
  phoneNumber: string | null;
  /** The name that the sender has chosen. @example 'Sari' */
  pushName?: string;
  /**
   * `text`, `image`, `video`, `videoNote`, `audio`, `voice`, `document`, `sticker`, `location`, `contact`, `groupInvite` or `poll`; of
   * messages that were sent from here also `reaction`, `edit`, `delete` and `pin`; `unsupported` for what this version can not read; `undecryptable` until
   * WhatsApp sends it again; `deleted`. @example 'text'
   */
  type: string;
  /** Of `reaction`; empty: it was taken back. @example '👍' */
  emoji?: string;
  /** Of `reaction`, `edit`, `delete` and `pin`: the message that it is about. */
  targetMessageId?: string;
  /** Of `pin`; 0: it was taken away. @example 86400 */
  forSeconds?: number;
  /** What WhatsApp calls the content, for `unsupported`. @example 'albumMessage' */
  rawKind?: string;
  /** The newest of each person. */
  reactions?: ReactionDto[];
  /** By the account, on any of its devices. */
  starred?: true;
  /** Ids of labels, by the account. @example ['4'] */
  labels?: string[];
  /** For everybody in the chat. */
  pinnedUntil?: Date;
  @ApiProperty({ enum: MESSAGE_STATUSES, example: 'DELIVERED' })
  status: MessageStatus;
  /** Why it failed. */
  failure?: string;
  /** A queued message leaves not before. */
  heldUntil?: Date;
  @ApiPropertyOptional({ enum: HOLD_REASONS, description: 'Why it is held.', example: 'PACING' })
  reason?: HoldReason;
  /** @example 'order-4711' */
  clientRef?: string;
  /** Scheduled: it leaves not before. */
  sendAt?: Date;
  /** WhatsApp's time of the message, epoch seconds. @example 1767225600 */
  timestamp: number;
  createdAt: Date;
}

export class TimelineEntryDto {
  @ApiProperty({ enum: TIMELINE_STATUSES, example: 'SENT' })
  status: TimelineEntry['status'];
  /** @example '2026-01-01T00:00:00.000Z' */
  at: string;
  /** Why it failed. */
  detail?: string;
  /** The text or caption until then, of an edit or a deletion. */
  before?: string | null;
}

export class MemberReceiptDto {
  /** @example '628987654321@s.whatsapp.net' */
  member: string;
  /** Where WhatsApp tells it. @example '+628987654321' */
  phoneNumber: string | null;
  deliveredAt?: Date;
  readAt?: Date;
  /** Of voice messages. */
  playedAt?: Date;
}

export class WaitingDto {
  @ApiProperty({
    enum: WAITING_REASONS,
    description:
      '`next`: it leaves as soon as its turn comes. `behind_others`: others were accepted before it. `awaiting_server_ack`: WhatsApp was given it and has not answered yet.',
    example: 'pacing',
  })
  reason: WaitingReason;
  /** A sentence for people. */
  detail: string;
  /** It waits until then at least. */
  until?: Date;
}

export class MessageDetailsDto extends MessageDto {
  /** Of an outgoing message that WhatsApp does not have yet: what it waits for. */
  waiting?: WaitingDto;
  /** How it got there, oldest first. */
  timeline: TimelineEntryDto[];
  /** Of a message to a group: who has it. It is `DELIVERED` when the first member has it, and `READ` when the first has read it. */
  receipts?: MemberReceiptDto[];
}

export class MessagePaginationDto {
  /** @example 50 */
  limit: number;
  /** Gives the next page; null on the last one. */
  nextCursor: string | null;
  /** How many there are in all; only where `offset` is used, and left out when there are more than 10,000. */
  total?: number;
  offset?: number;
}

export class MessageListDto {
  messages: MessageDto[];
  pagination: MessagePaginationDto;
}
