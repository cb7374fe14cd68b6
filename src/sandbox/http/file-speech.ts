import { randomBytes } from 'node:crypto';
import type { FileSpeech, FileType } from '../content/compose.js';
import type { FileKind } from '../media/cipher.js';
import type { FileReference } from '../media/store.js';
import { pick } from './pick.js';
import { Problem } from './route.js';
import type { FileBody } from './say-body.js';

/** How a kind of file is encrypted, and what a phone usually sends as it. */
const FILES: Record<FileType, { kind: FileKind; mimetype: string }> = {
  image: { kind: 'Image', mimetype: 'image/jpeg' },
  video: { kind: 'Video', mimetype: 'video/mp4' },
  videoNote: { kind: 'Video', mimetype: 'video/mp4' },
  audio: { kind: 'Audio', mimetype: 'audio/mp4' },
  voice: { kind: 'Audio', mimetype: 'audio/ogg; codecs=opus' },
  document: { kind: 'Document', mimetype: 'application/octet-stream' },
  sticker: { kind: 'Image', mimetype: 'image/webp' },
};

/** A file as it is said, once it is on the media server. @throws Problem 400 when it has no bytes. */
export async function fileSpeech(
  type: FileType,
  body: FileBody,
  publish: (plain: Uint8Array, kind: FileKind) => Promise<FileReference>,
): Promise<FileSpeech> {
  const { data, sizeBytes, thumbnail, waveform } = body;
  if (data === undefined && sizeBytes === undefined) {
    throw new Problem(400, 'Bad request', 'data or sizeBytes missing.');
  }
  const plain = data === undefined ? randomBytes(sizeBytes ?? 0) : Buffer.from(data, 'base64');
  return {
    type,
    reference: await publish(plain, FILES[type].kind),
    mimetype: body.mimetype ?? FILES[type].mimetype,
    ...pick(body, 'caption', 'filename', 'seconds', 'width', 'height'),
    ...(thumbnail !== undefined && { jpegThumbnail: Buffer.from(thumbnail, 'base64') }),
    ...(waveform && { waveform: Buffer.from(waveform) }),
  };
}
