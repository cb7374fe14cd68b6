/** Kinds of messages that carry a file. `voice` is an audio that was recorded, `videoNote` the round one. */
export const MEDIA_MESSAGE_TYPES = ['image', 'video', 'audio', 'voice', 'document', 'sticker', 'videoNote'] as const;

export type MediaMessageType = (typeof MEDIA_MESSAGE_TYPES)[number];

/**
 * Why a file is not here: neither WhatsApp nor the phone has it (GONE), it is not what its message tells of (DAMAGED), it is larger than
 * any file may be, or could not be reached for most of a day.
 */
export type MediaFailure = 'GONE' | 'DAMAGED' | 'TOO_LARGE' | 'UNREACHABLE';

/** A file of a message, as people and programs see it. The bytes are at `GET /media/{mediaId}`. */
export interface MediaInfo {
  mediaId: string;
  mimetype: string;
  filename: string | null;
  /** The sender's word as long as the bytes are not here; null where there is none. */
  sizeBytes: number | null;
  /** SHA-256 of the bytes, in hex; null as long as they are not here. */
  sha256: string | null;
  /** Of audio and video. */
  seconds: number | null;
  /** Of pictures and video, in pixels. */
  width: number | null;
  height: number | null;
  /** Of a received file: what its sender shows of it, JPEG in base64. Absent: nothing. */
  thumbnail?: string;
  /** Of a received file: why it will never be here. */
  failure?: MediaFailure;
}

export interface ContactCard {
  name: string;
  /** In international form with `+`; null where the card tells none. */
  phone: string | null;
  vcard: string;
}

/** What a message says, the same in both directions. */
export type Content =
  | { type: 'text'; text: string }
  | { type: MediaMessageType; media: MediaInfo; caption: string | null }
  | { type: 'location'; latitude: number; longitude: number; name: string | null; address: string | null }
  | { type: 'contact'; contacts: ContactCard[] }
  /** Into a group, for one person. `expiresAt` is ISO 8601; null: its sender does not say. */
  | {
      type: 'groupInvite';
      /** Its JID. */
      group: string;
      inviteCode: string;
      groupName: string | null;
      caption: string | null;
      expiresAt: string | null;
    }
  /** `selectable`: how many options a voter may choose; 0 is any number. */
  | { type: 'poll'; question: string; options: string[]; selectable: number };

/** Names a message to WhatsApp: ids are unique per sender only. */
export interface MessageRef {
  messageId: string;
  fromMe: boolean;
  /** Canonical JID of who wrote it. */
  author: string;
}

/** What a recipient sees of a link in a text. We read the page; WhatsApp's client never does. */
export interface LinkPreview {
  url: string;
  title: string;
  description: string | null;
  /** JPEG, base64; small, since it travels with the message. */
  thumbnail: string | null;
}

/** What surrounds the content of a message. Null, false or empty: nothing of the kind. */
export interface Quote extends MessageRef {
  content: Content | null;
  /** The group, or the status, where it was said; absent when that is the chat of the message that quotes it. */
  chat?: string;
}

export interface MessageContext {
  replyTo: Quote | null;
  /** Canonical JIDs of the people named with `@` in the text or caption. */
  mentions: string[];
  forwarded: boolean;
  /** Opened once and then gone. */
  viewOnce: boolean;
  /** The message disappears so many seconds after it was sent. */
  disappearsAfterSeconds: number | null;
}

export const NO_CONTEXT: MessageContext = {
  replyTo: null,
  mentions: [],
  forwarded: false,
  viewOnce: false,
  disappearsAfterSeconds: null,
};
