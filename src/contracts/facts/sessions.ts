import type { SessionStatus } from '../states.js';

/** All times are ISO 8601 in UTC. */
export interface SessionStatusFact {
  status: SessionStatus;
  /** A word for programs: why the session is so, for example `CONNECTION_LOST`; null when there is nothing to say. */
  reason: string | null;
  /** A sentence for people. */
  message: string;
  /** Until when WhatsApp lets the account write to known chats only; absent or null when it is free. */
  restrictedUntil?: string | null;
  /** Of WhatsApp or Baileys, where a connection has ended. */
  code?: number;
  at: string;
}

export interface SessionQrFact {
  /** The raw text to draw as a QR code. A credential: never logged. */
  qr: string;
  expiresAt: string;
  at: string;
}

export interface SessionPairedFact {
  /** `<digits>@s.whatsapp.net`, without device. */
  whatsappId: string;
  lid: string | null;
  at: string;
}

/** A device of an account, by WhatsApp's number: 0 is the phone. */
export interface AccountDevice {
  device: number;
  /** Of the device among all that the phone ever vouched for; null for the phone. */
  keyIndex: number | null;
}

/** All devices of the account, as WhatsApp lists them now. `own` is that of the session. */
export interface DevicesToldFact {
  devices: AccountDevice[];
  own: number;
  at: string;
}
