import { ApiProperty } from '@nestjs/swagger';
import { type SessionStatus, SYNC_HISTORY, type SyncHistory } from '../../contracts/index.js';
import { PacingInForceDto } from './pacing.dto.js';

export class SessionSummaryDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'Support line' */
  name: string;
  /** @example 'CONNECTED' */
  status: SessionStatus;
  /** @example '628123456789@s.whatsapp.net' */
  whatsappId?: string;
  /** @example '+628123456789' */
  phoneNumber?: string;
  createdAt: Date;
}

export class SessionListDto {
  sessions: SessionSummaryDto[];
}

export class SessionStatusDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'CONNECTED' */
  status: SessionStatus;
  /** The paired account; null before pairing and after a logout. @example '628123456789@s.whatsapp.net' */
  whatsappId: string | null;
  /** @example '+628123456789' */
  phoneNumber: string | null;
  /** A sentence for people. @example 'Connected to WhatsApp.' */
  connectionMessage: string;
  /** When a worker last reported something. */
  lastActivity: Date | null;
  /** A word for programs: why the status is so. @example 'CONNECTION_LOST' */
  reason?: string;
}

export class WorkerOfSessionDto {
  /** @example 'worker-1' */
  workerId: string;
}

export class SessionDetailsDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'Support line' */
  name: string;
  /** @example 'CONNECTED' */
  status: SessionStatus;
  /** A word for programs: why the status is so. @example 'CONNECTION_LOST' */
  reason: string | null;
  /** A sentence for people. @example 'Connected to WhatsApp.' */
  connectionMessage: string;
  /** @example '628123456789@s.whatsapp.net' */
  whatsappId: string | null;
  /** @example '+628123456789' */
  phoneNumber: string | null;
  /** @example '98765432101234@lid' */
  lid: string | null;
  /** The worker that holds the account now. */
  worker: WorkerOfSessionDto | null;
  /** Until when WhatsApp lets this account write to known chats only; null when it is free. */
  restrictedUntil: Date | null;
  pacing: PacingInForceDto;
  /** How much of the past it takes over when it is linked the next time. */
  @ApiProperty({ enum: SYNC_HISTORY })
  syncHistory: SyncHistory;
  /** Without its password; null: the session speaks to WhatsApp directly. @example 'socks5://user@proxy.example.com:1080' */
  proxy: string | null;
  lastActivity: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export class CreatedSessionDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'Support line' */
  name: string;
  /** @example 'DISCONNECTED' */
  status: SessionStatus;
  /** A key for this session only. Shown once. */
  apiKey: string;
  /** Signs the deliveries to `webhookUrl`. Shown once. */
  webhookSecret?: string;
  createdAt: Date;
}

export class ChangedSessionDto extends SessionDetailsDto {
  /** With a new `webhookUrl`: signs the deliveries to it. Shown once. */
  webhookSecret?: string;
}

export class StartedSessionDto {
  status: 'pending';
  /** A sentence for people. */
  message: string;
  /** @example 'support-line' */
  sessionId: string;
  /** A key for this session only, when the session was created by this call. Shown once. */
  apiKey?: string;
  /** Signs the deliveries to `webhookUrl`, when the session was created by this call. Shown once. */
  webhookSecret?: string;
}

export class ConnectionDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'SCANNING_QR' */
  status: SessionStatus;
  /** The raw text to draw as a QR code. */
  qr?: string;
  /** The QR code as a picture. @example 'data:image/png;base64,iVBORw0KGgo=' */
  qrCode?: string;
}

export class QrDto {
  /** @example 'support-line' */
  sessionId: string;
  /** The raw text to draw as a QR code. */
  qr: string;
  /** The QR code as a picture. @example 'data:image/png;base64,iVBORw0KGgo=' */
  qrCode: string;
  /** WhatsApp shows another code then. */
  expiresAt: Date;
}

export class PairingCodeAnswerDto {
  /** @example 'support-line' */
  sessionId: string;
  /** To type into the phone: Linked devices, Link with phone number. @example 'K7QX2M9P' */
  pairingCode: string;
  expiresAt: string;
}

export class EndingSessionDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'DISCONNECTING' */
  status: 'DISCONNECTING';
  /** @example 'Session logout initiated.' */
  message: string;
}

export class DeletedSessionDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example 'Session deleted successfully' */
  message: string;
}
