import { DIRECT_STATUSES, type DirectStatus } from './direct-state.js';
import { ApiProperty } from '@nestjs/swagger';

export class DirectSessionDto {
  /** @example 'shop' */
  sessionId: string;

  @ApiProperty({ enum: DIRECT_STATUSES, example: 'qr_required' })
  status: DirectStatus;

  /** A word for programs: why the status is so. @example 'CONNECTION_LOST' */
  reason: string | null;

  /** A sentence for people. @example 'Connected.' */
  message: string;

  /** @example '628123456789@s.whatsapp.net' */
  whatsappId: string | null;

  /** @example '+628123456789' */
  phoneNumber: string | null;

  /** This worker. @example 'worker-1' */
  workerId: string;

  /** With `qr_required`: the raw text to draw as a QR code. */
  qr?: string;

  /** With `qr_required`: the QR code as a picture. @example 'data:image/png;base64,iVBORw0KGgo=' */
  qrCode?: string;

  /** WhatsApp shows another code then. */
  qrExpiresAt?: string;

  /** When something was last reported of it. */
  lastActivity: string | null;

  createdAt: Date;
}

export class DeletedDirectSessionDto {
  /** @example 'shop' */
  sessionId: string;

  status: 'disconnected';

  /** @example 'Session deleted successfully' */
  message: string;
}

export class SentDirectMessageDto {
  /** @example '3EB0C431C26A1916E07A' */
  messageId: string;

  /** @example 'shop' */
  sessionId: string;

  /** @example '628123456789@s.whatsapp.net' */
  to: string;

  /** `sent`: WhatsApp has it. `queued`, with 202: it is stored and will be sent. */
  status: 'sent' | 'queued';

  /** A sentence for people. @example 'WhatsApp has the message.' */
  message: string;

  /** With `queued`: it is held back until then. */
  heldUntil?: Date;

  /** With `heldUntil`: why. @example 'PACING' */
  reason?: string;

  /** When WhatsApp took it, or when it was accepted. */
  timestamp: string;
}

/** What the sender of a file says of it. The bytes are not fetched here. */
export class DirectFileDto {
  /** @example 'image/jpeg' */
  mimetype: string;

  /** @example 'invoice.pdf' */
  filename?: string;

  /** @example 48213 */
  sizeBytes?: number;

  /** Of audio and video. */
  seconds?: number;

  /** Of pictures and video, in pixels. */
  width?: number;

  height?: number;
}

export class DirectMessageDto {
  /** @example '3EB0C431C26A1916E07A' */
  messageId: string;

  direction: 'inbound' | 'outbound';

  /** @example '628123456789@s.whatsapp.net' */
  from: string | null;

  /** @example '628987654321@s.whatsapp.net' */
  to: string;

  /** @example '628987654321@s.whatsapp.net' */
  chatId: string;

  /** @example 'text' */
  type: string;

  /** Of a file its caption. */
  text?: string;

  media?: DirectFileDto;

  /** With `unsupported`: what WhatsApp calls it. */
  rawKind?: string;

  /** `received`, or how far it came. @example 'delivered' */
  status: string;

  /** With `failed`: why. @example 'WHATSAPP_463' */
  detail: string | null;

  timestamp: Date;
}

export class DirectMessageListDto {
  /** The newest first, of the last 14 days. */
  messages: DirectMessageDto[];
}
