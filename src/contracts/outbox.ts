import type { Content, LinkPreview, MediaInfo, MediaMessageType, MessageContext, MessageRef } from './content.js';

/** Where the bytes of a file to be sent lie, and what opens them. A secret: never logged, never in an answer. */
export interface StoredMedia {
  objectKey: string;
  /** Base64. */
  bodyKey: string;
}

/** What is drawn of a file before it is loaded, and how a voice message looks. Made when the message is accepted. */
export interface MediaLook {
  /** JPEG, base64. */
  thumbnail: string | null;
  /** 64 values of 0 to 100, base64; of voice messages. */
  waveform: string | null;
}

export type OutboundMedia = {
  type: MediaMessageType;
  media: MediaInfo;
  caption: string | null;
  stored: StoredMedia;
  look: MediaLook;
};

/** How the text of a status looks. */
export interface TextStyle {
  /** `#rrggbb`; null: WhatsApp's own. */
  backgroundColor: string | null;
  /** The number of one of WhatsApp's fonts; null: the usual one. */
  font: number | null;
}

/** What is to be sent: the content part of an outbox row. */
export type OutboundContent =
  | { type: 'text'; text: string; preview?: LinkPreview | null; style?: TextStyle | null }
  | OutboundMedia
  | Extract<Content, { type: 'location' | 'contact' | 'groupInvite' }>
  /** `secret`: 32 bytes, base64, chosen at acceptance: votes are encrypted with it, and a repeat is the same poll. */
  | (Extract<Content, { type: 'poll' }> & { secret: string })
  /** An empty emoji takes the reaction back. `at`: when it was asked for, epoch ms; of two reactions the later one counts. */
  | { type: 'reaction'; target: MessageRef; emoji: string; at: number }
  /** `at` as with reactions. */
  | { type: 'edit'; target: MessageRef; text: string; at: number }
  | { type: 'delete'; target: MessageRef }
  /** For everybody in the chat; 0 seconds take the pin away. `at` as with reactions. */
  | { type: 'pin'; target: MessageRef; seconds: number; at: number };

/** One accepted message, as the owner of the account takes it from `mailbox.outbox`. */
export interface OutboxMessage {
  /** The WhatsApp id, chosen when the message was accepted and used again on every attempt. */
  messageId: string;
  /** Canonical JID of the chat. */
  to: string;
  content: OutboundContent;
  /** Absent: there is none. */
  context?: MessageContext;
  /** Who sees a status: canonical JIDs, chosen when it was accepted. Absent for all else. */
  recipients?: string[];
}
