import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type Agent, get } from 'node:https';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { proto, type WAMessage, type WASocket } from '@whiskeysockets/baileys';
import type { MediaOrigin, MediaSource } from '../../contracts/index.js';
import { endsWithin } from '../../platform/loop/index.js';
import { MediaDamaged, MediaGone } from '../whatsapp/port.js';
import { type EncryptedFile, MediaDecryption, PlainFile } from './media-decryption.js';

type Files = Pick<WASocket, 'refreshMediaConn' | 'updateMediaMessage'>;

/** How WhatsApp's servers for files are reached: without an agent, directly. */
export interface Way {
  signal: AbortSignal;
  agent: Agent | undefined;
}

/** How long the phone may take to upload a file again: it may be asleep, and answers when it wakes. */
const PHONE_LIMIT_MS = 30_000;
/** What WhatsApp's servers say of a file that they have no longer. */
const GONE = [403, 404, 410];
/** Where a message says that its file is: below the root of WhatsApp's own servers, and nowhere else. */
const PATH = /^\/[^/\\]/;

/**
 * The plain bytes of a received file. When WhatsApp has it no longer, the phone is asked to upload it again, but for what was posted in a
 * channel: that is on no phone. Throws MediaGone when it is nowhere, MediaDamaged for what can never be right, and other errors for what may
 * be well the next time.
 */
export async function openReceivedMedia(
  sock: Files,
  source: MediaSource,
  origin: MediaOrigin,
  way: Way,
): Promise<Readable> {
  const { mediaKey } = source;
  const opening = () =>
    mediaKey === null ? new PlainFile(source.sha256) : new MediaDecryption({ ...source, mediaKey });
  const answer = await request(sock, source.directPath, way);
  if (!isGone(answer)) return opened(answer, opening);
  if (mediaKey === null) throw new MediaGone('WhatsApp does not have this file of a channel any more');
  const again = await request(sock, await uploadedAgain(sock, { ...source, mediaKey }, origin), way);
  if (!isGone(again)) return opened(again, opening);
  throw new MediaGone('WhatsApp does not have the file, though the phone uploaded it again');
}

/** Like {@link openReceivedMedia}, of a piece of history. The phone is not asked for it again. */
export async function openHistory(
  sock: Pick<Files, 'refreshMediaConn'>,
  file: Omit<EncryptedFile, 'type'> & { directPath: string },
  way: Way,
): Promise<Readable> {
  const answer = await request(sock, file.directPath, way);
  if (!isGone(answer)) return opened(answer, () => new MediaDecryption({ ...file, type: 'history' }));
  throw new MediaGone('WhatsApp does not have this piece of history any more');
}

/** The hosts are the ones that WhatsApp names to us: those in a message are its sender's to choose. */
async function request(sock: Pick<Files, 'refreshMediaConn'>, directPath: string, way: Way): Promise<IncomingMessage> {
  if (!PATH.test(directPath)) throw new MediaDamaged('its path is none');
  const { hosts } = await sock.refreshMediaConn(false);
  const host = hosts[0]?.hostname;
  if (!host) throw new Error('WhatsApp names no server for files');
  const url = new URL(directPath, `https://${host}`);
  const asked = get(url, { ...way, headers: { origin: 'https://web.whatsapp.com' } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

/** One that is not read any further is dropped. */
function isGone(answer: IncomingMessage): boolean {
  const gone = GONE.includes(answer.statusCode ?? 0);
  if (gone) answer.destroy();
  return gone;
}

function opened(answer: IncomingMessage, opening: () => Transform): Readable {
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw new Error(`WhatsApp's server for files answered ${answer.statusCode}`);
  }
  // Whoever reads the end sees the errors of both.
  return pipeline(answer, opening(), () => undefined);
}

async function uploadedAgain(
  sock: Files,
  { mediaKey, directPath }: { mediaKey: string; directPath: string },
  origin: MediaOrigin,
): Promise<string> {
  const file = { mediaKey: Buffer.from(mediaKey, 'base64'), directPath };
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
