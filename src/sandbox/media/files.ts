import type { proto } from '@whiskeysockets/baileys';
import { unwrap } from '../content/unwrap.js';
import type { Download, MessageRecord } from '../ledger.js';
import type { World } from '../world.js';
import { openFile, type FileKind } from './cipher.js';
import { nameOf, type FileMessage } from './store.js';

/** The file in a message; undefined when it has none. */
export function fileIn(wrapped: proto.IMessage): { file: FileMessage; kind: FileKind } | undefined {
  const { message } = unwrap(wrapped);
  const candidates: [FileKind, FileMessage | null | undefined][] = [
    ['Image', message.imageMessage ?? message.stickerMessage],
    ['Video', message.videoMessage ?? message.ptvMessage],
    ['Audio', message.audioMessage],
    ['Document', message.documentMessage],
  ];
  for (const [kind, file] of candidates) if (file) return { file, kind };
  return undefined;
}

/** Downloads and decrypts the file of a message and notes what it was. Never throws: what went wrong is what is noted. */
export async function download(world: World, record: MessageRecord): Promise<void> {
  const found = record.content && fileIn(record.content);
  if (!found) return;
  try {
    record.download = await fetchFile(world, found.file, found.kind);
  } catch (error) {
    record.download = { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The file of a message, decrypted. @throws when the message has none, or it cannot be had any more. */
export async function loadFile(world: World, content: proto.IMessage): Promise<Buffer> {
  const found = fileIn(content);
  if (!found) throw new Error('the message has no file');
  const chunks: Buffer[] = [];
  await fetchFile(world, found.file, found.kind, (plain) => chunks.push(plain));
  return Buffer.concat(chunks);
}

async function fetchFile(
  { media }: World,
  file: FileMessage,
  kind: FileKind,
  onChunk?: (plain: Buffer) => void,
): Promise<Download> {
  const name = nameOf(media, file);
  const stored = name === undefined ? undefined : media.find(name);
  if (name === undefined || !stored) throw new Error('no such file is on the media server');
  if ('gone' in stored) throw new Error(`the media server answers ${stored.gone}`);
  const { sizeBytes, sha256, head } = await openFile(media.read(name), kind, file.mediaKey ?? Buffer.alloc(0), onChunk);
  const promised = Buffer.from(file.fileSha256 ?? []).toString('hex');
  if (sha256 !== promised) throw new Error(`the file is ${sha256}, the message says ${promised}`);
  return { sizeBytes, sha256, head: head.toString('base64') };
}
