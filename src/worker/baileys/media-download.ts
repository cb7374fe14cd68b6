import { pipeline, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { proto, type WAMessage, type WASocket } from '@whiskeysockets/baileys';
import type { MediaOrigin, MediaSource } from '../../contracts/index.js';
import { endsWithin } from '../../platform/loop/index.js';
import { MediaDamaged, MediaGone } from '../whatsapp/port.js';
import { MediaDecryption } from './media-decryption.js';

type Files = Pick<WASocket, 'refreshMediaConn' | 'updateMediaMessage'>;

/** How long the phone may take to upload a file again: it may be asleep, and answers when it wakes. */
const PHONE_LIMIT_MS = 30_000;
/** What WhatsApp's servers say of a file that they have no longer. */
const GONE = [403, 404, 410];
/** Where a message says that its file is: below the root of WhatsApp's own servers, and nowhere else. */
const PATH = /^\/[^/\\]/;

/**
 * The decrypted bytes of a received file. When WhatsApp has it no longer, the phone is asked to upload it again. Throws MediaGone when it
 * does not, MediaDamaged for what can never be right, and other errors for what may be well the next time.
 */
export async function openReceivedMedia(
  sock: Files,
  source: MediaSource,
  origin: MediaOrigin,
  signal: AbortSignal,
): Promise<Readable> {
  const answer = await request(sock, source.directPath, signal);
  if (!GONE.includes(answer.status)) return decrypted(answer, source);
  await answer.body?.cancel();
  const again = await request(sock, await uploadedAgain(sock, source, origin), signal);
  if (!GONE.includes(again.status)) return decrypted(again, source);
  await again.body?.cancel();
  throw new MediaGone('WhatsApp does not have the file, though the phone uploaded it again');
}

/** The hosts are the ones that WhatsApp names to us: those in a message are its sender's to choose. */
async function request(sock: Files, directPath: string, signal: AbortSignal): Promise<Response> {
  if (!PATH.test(directPath)) throw new MediaDamaged('its path is none');
  const { hosts } = await sock.refreshMediaConn(false);
  const host = hosts[0]?.hostname;
  if (!host) throw new Error('WhatsApp names no server for files');
  const url = new URL(directPath, `https://${host}`);
  return fetch(url, { signal, redirect: 'error', headers: { origin: 'https://web.whatsapp.com' } });
}

async function decrypted(answer: Response, source: MediaSource): Promise<Readable> {
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel();
    throw new Error(`WhatsApp's server for files answered ${answer.status}`);
  }
  // Whoever reads the end sees the errors of both.
  return pipeline(
    Readable.fromWeb(answer.body as ReadableStream<Uint8Array>),
    new MediaDecryption(source),
    () => undefined,
  );
}

async function uploadedAgain(sock: Files, source: MediaSource, origin: MediaOrigin): Promise<string> {
  const file = { mediaKey: Buffer.from(source.mediaKey, 'base64'), directPath: source.directPath };
  const message: WAMessage = { key: keyOf(origin), message: proto.Message.create({ documentMessage: file }) };
  const asked = sock.updateMediaMessage(message).catch((error: unknown) => {
    throw isRefusal(error) ? new MediaGone('the phone does not have the file any more', { cause: error }) : error;
  });
  if (!(await endsWithin(asked, PHONE_LIMIT_MS))) throw new Error('the phone did not answer in time');
  return (await asked).message?.documentMessage?.directPath ?? '';
}

/** What the phone answers of a file that it does not have, or can not name (getStatusCodeForMediaRetry in Baileys, rc14). */
function isRefusal(error: unknown): boolean {
  const code = (error as { output?: { statusCode?: number } }).output?.statusCode;
  return code === 404 || code === 412;
}

function keyOf({ messageId, chat, fromMe, participant }: MediaOrigin): WAMessage['key'] {
  return { id: messageId, remoteJid: chat, fromMe, ...(participant !== null && { participant }) };
}
