import type { proto } from '@whiskeysockets/baileys';
import { v5 as uuidOfName } from 'uuid';
import type { MediaInfo, MediaMessageType, MediaSource } from '../../contracts/index.js';

/** What the fields of the messages that carry a file have in common. */
export type FileMessage = Pick<
  proto.Message.IVideoMessage & proto.Message.IDocumentMessage,
  'url' | 'directPath' | 'mediaKey' | 'fileEncSha256' | 'fileSha256' | 'fileLength' | 'mimetype'
> & {
  jpegThumbnail?: Uint8Array | null;
  fileName?: string | null;
  seconds?: number | null;
  width?: number | null;
  height?: number | null;
};

export interface InboundFile {
  media: MediaInfo;
  /** Null where the message does not say where the file is, as in a quote. */
  source: MediaSource | null;
}

/** Any UUID: ids of files are named in it. */
const NAMESPACE = '5f0c2a52-6c5e-4a0c-9d7e-0a4c6f1c9b3e';

const JPEG = Buffer.from('ffd8ff', 'hex');
/** WhatsApp's own clients send some 3 KB. */
const MAX_THUMBNAIL_BYTES = 16 * 1024;

/** For senders that do not say. */
const USUAL_TYPE: Record<MediaMessageType, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  videoNote: 'video/mp4',
  audio: 'audio/ogg',
  voice: 'audio/ogg',
  document: 'application/octet-stream',
  sticker: 'image/webp',
};

/**
 * The file of a message; null when the message has neither a key to it nor, as files of channels have, the hash of what was never
 * encrypted. Its id follows from the session and these: a message that comes twice, is forwarded or is quoted names the same file.
 */
export function inboundFile(sessionId: string, type: MediaMessageType, file: FileMessage): InboundFile | null {
  const mediaKey = hashOrKey(file.mediaKey);
  const encSha256 = hashOrKey(file.fileEncSha256);
  const sha256 = hashOrKey(file.fileSha256);
  const directPath = file.directPath || pathOf(file.url);
  if (mediaKey === null && (sha256 === null || !directPath)) return null;
  // Anybody may know the hash of a public file, and say that it is elsewhere: that would be another file.
  const name = mediaKey === null ? `plain|${sha256}|${directPath}` : `${mediaKey}|${encSha256 ?? ''}`;
  const mediaId = uuidOfName(`${sessionId}|${name}`, NAMESPACE);
  const mimetype = file.mimetype || USUAL_TYPE[type];
  const filename = file.fileName || null;
  const claimedBytes = positive(Number(file.fileLength ?? 0));
  const thumbnail = shown(file.jpegThumbnail);
  const media: MediaInfo = {
    mediaId,
    mimetype,
    filename,
    sizeBytes: claimedBytes,
    sha256: null,
    seconds: positive(file.seconds),
    width: positive(file.width),
    height: positive(file.height),
    ...(thumbnail && { thumbnail }),
  };
  if (!directPath) return { media, source: null };
  const source = { mediaId, type, directPath, url: file.url || null, mediaKey, encSha256, sha256 };
  return { media, source: { ...source, mimetype, filename, claimedBytes } };
}

function pathOf(url: string | null | undefined): string | null {
  const parsed = url && URL.canParse(url) ? new URL(url) : null;
  return parsed && parsed.pathname + parsed.search;
}

/** Null for what is no JPEG, or too large to be told with every message. */
function shown(thumbnail: Uint8Array | null | undefined): string | null {
  if (!thumbnail || thumbnail.length > MAX_THUMBNAIL_BYTES) return null;
  const beginning = Buffer.from(thumbnail).subarray(0, JPEG.length);
  return beginning.equals(JPEG) ? base64(thumbnail) : null;
}

/** Empty is how protobuf says nothing. */
function hashOrKey(bytes: Uint8Array | null | undefined): string | null {
  return bytes?.length ? base64(bytes) : null;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Zero is how protobuf says nothing. */
function positive(value: number | null | undefined): number | null {
  return value && value > 0 && Number.isSafeInteger(value) ? value : null;
}
