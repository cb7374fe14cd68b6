import { ApiProperty } from '@nestjs/swagger';
import {
  type Desired,
  HOLD_REASONS,
  type HoldReason,
  SESSION_STATUSES,
  type SessionStatus,
} from '../../contracts/index.js';

export class PastStepDto {
  at: Date;
  @ApiProperty({ enum: SESSION_STATUSES, example: 'CONNECTING' })
  status: SessionStatus;
  /** A word for programs. @example 'CONNECTION_LOST' */
  reason: string | null;
  /** Where a connection ended: the code of WhatsApp, or of the library that speaks to it. @example 428 */
  code: number | null;
  /** @example 'The connection ended (428, Connection Closed). Next attempt in 1 s.' */
  message: string;
  /** Who had the session then. @example 'worker-1' */
  worker: string | null;
}

export class FailedMessageDto {
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  /** @example 'recipient.not_on_whatsapp' */
  failure: string;
  at: Date;
}

export class QueueDto {
  /** Accepted and not handed to WhatsApp yet; those that are held or scheduled are among them. */
  waiting: number;
  held: number;
  scheduled: number;
  /** When the oldest of them was accepted. */
  oldestAt: Date | null;
  /** Ids of messages that WhatsApp was given and has not answered. */
  inFlight: string[];
}

export class PaceDto {
  enabled: boolean;
  messagesPerMinute: number;
  burst: number;
  newChatsPerDay: number;
  /** Messages are held back for these reasons now. */
  @ApiProperty({ enum: HOLD_REASONS, isArray: true, example: ['PACING'] })
  holding: HoldReason[];
  /** Until when the last of them is held. */
  heldUntil: Date | null;
  /** Until when WhatsApp lets this account write to known chats only. */
  restrictedUntil: Date | null;
}

export class DeviceDto {
  /** WhatsApp's number of it; 0 is the phone. @example 2 */
  device: number;
  /** It is this session. */
  isOwn: boolean;
  /** It was linked already when this session was, or when the list was seen first. */
  wasThere: boolean;
  seenAt: Date;
}

export class OwnershipDto {
  @ApiProperty({ enum: ['on', 'off', 'logged_out'], description: 'What is wanted of the session.' })
  desired: Desired;
  /** The live worker that holds it. @example 'worker-1' */
  holder: string | null;
  /** The worker that is to hold it; another one than the holder: it is moving. @example 'worker-1' */
  assigned: string | null;
  /** Grows with every owner. @example '12' */
  epoch: string;
  paired: boolean;
}

export class WebhookHealthDto {
  id: string;
  active: boolean;
  /** Why it was switched off by itself. */
  disabledReason: string | null;
  failingSince: Date | null;
  /** Since the newest success. */
  failureCount: number;
  lastSuccessAt: Date | null;
}

export class DiagnosticsDto {
  /** @example 'support-line' */
  sessionId: string;
  @ApiProperty({ enum: SESSION_STATUSES, example: 'CONNECTED' })
  status: SessionStatus;
  reason: string | null;
  message: string;
  /** How it got there, newest first: its newest 50 steps, whichever worker had it. */
  history: PastStepDto[];
  /** Those of its newest 1000 messages that failed, 10 at most, newest first. */
  failures: FailedMessageDto[];
  queue: QueueDto;
  pacing: PaceDto;
  /** All devices of the account, looked for every hour and when WhatsApp tells of a change; empty until the first look. */
  devices: DeviceDto[];
  /** Null while it has never been connected. */
  ownership: OwnershipDto | null;
  /** Those that hear of this session. */
  webhooks: WebhookHealthDto[];
}
