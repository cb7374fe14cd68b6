import type { MediaFailure, MediaMessageType } from '../content.js';
import type { MediaKind } from '../media.js';

/** Where the file of a received message lies at WhatsApp, and what opens it. A secret: never logged, never in an answer. */
export interface MediaSource {
  mediaId: string;
  /** The keys of a file are derived for its kind. */
  type: MediaMessageType;
  /** Where it lies on WhatsApp's servers for files; the host in `url`, if any, is the one to ask. */
  directPath: string;
  url: string | null;
  /** These three in base64. The hashes are of the encrypted and of the plain bytes. Without a key, as in channels, nothing is encrypted. */
  mediaKey: string | null;
  encSha256: string | null;
  sha256: string | null;
  mimetype: string;
  filename: string | null;
  /** What the sender says of it, in bytes. */
  claimedBytes: number | null;
}

/** The message that brought a file, as its phone knows it. */
export interface MediaOrigin {
  messageId: string;
  chat: string;
  fromMe: boolean;
  /** Who wrote it, in a group; else null. */
  participant: string | null;
}

/** The file of a received message is in the object store. A secret, for what opens it. */
export interface MediaFetchedFact {
  mediaId: string;
  messageId: string;
  kind: MediaKind;
  mimetype: string;
  filename: string | null;
  sizeBytes: number;
  /** In hex. */
  sha256: string;
  objectKey: string;
  /** Base64; wrapped by ENCRYPTION_KEY. */
  bodyKey: string;
}

/** The file of a received message will never be here. */
export interface MediaFailedFact {
  mediaId: string;
  messageId: string;
  reason: MediaFailure;
}
