import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { encryptedStream, type MediaType, type proto, type WASocket } from '@whiskeysockets/baileys';
import type { MediaMessageType } from '../../contracts/index.js';

/** Where WhatsApp has a file, and what opens it: the fields of a message that no two uploads have alike. */
export type UploadedFile = Required<
  Pick<
    proto.Message.IImageMessage,
    'url' | 'directPath' | 'mediaKey' | 'fileEncSha256' | 'fileSha256' | 'fileLength' | 'mediaKeyTimestamp'
  >
>;

/** 64 MB take as long at 2 Mbit/s. */
const UPLOAD_LIMIT_MS = 300_000;

/** What WhatsApp's media servers call them. */
const SERVED_AS: Record<MediaMessageType, Extract<MediaType, 'image' | 'video' | 'audio' | 'document' | 'sticker'>> = {
  image: 'image',
  video: 'video',
  videoNote: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
};

/**
 * Encrypts a file under a key of its own and uploads it, a few chunks in memory at a time: the ciphertext waits in a temporary file,
 * since its hash is part of the address that it is sent to. Throws what the body throws, or when no server of WhatsApp took it.
 */
export async function uploadFile(sock: WASocket, type: MediaMessageType, body: Readable): Promise<UploadedFile> {
  const mediaType = SERVED_AS[type];
  const { encFilePath, mediaKey, fileEncSha256, fileSha256, fileLength } = await encryptedStream(
    { stream: body },
    mediaType,
  );
  try {
    const fileEncSha256B64 = fileEncSha256.toString('base64');
    const wish = { mediaType, fileEncSha256B64, timeoutMs: UPLOAD_LIMIT_MS };
    const { mediaUrl: url, directPath } = await sock.waUploadToServer(encFilePath, wish);
    const mediaKeyTimestamp = Math.floor(Date.now() / 1000);
    return { url, directPath, mediaKey, fileEncSha256, fileSha256, fileLength, mediaKeyTimestamp };
  } finally {
    await rm(encFilePath, { force: true });
  }
}
