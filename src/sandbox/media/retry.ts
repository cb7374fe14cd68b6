import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { deliver } from '../deliveries.js';
import type { MessageRecord } from '../ledger.js';
import type { Companion } from '../users.js';
import { child, stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import { fileIn } from './files.js';
import { nameOf } from './store.js';

const { ResultType } = proto.MediaRetryNotification;

/**
 * A companion could not download a file and asks its phone to upload it again (`<receipt type=server-error>`). The phone answers
 * with the new path, encrypted with a key from the file's own; an offline phone answers nothing.
 */
export async function uploadAgain(world: World, companion: Companion, request: BinaryNode): Promise<void> {
  const { user, device } = companion;
  const { id = '' } = request.attrs;
  world.log.add('media', { phoneNumber: user.phoneNumber, device, detail: `asked again ${id}` });
  const fault = world.faults.take('media-retry', user.phoneNumber);
  if (!user.behaviour.online || fault?.mode === 'missing') return;
  const record = fault ? undefined : recordOf(world, companion, request);
  const answer = (record && (await answerFor(world, record))) ?? stanza('error', { code: ResultType.NOT_FOUND });
  const attrs = { from: user.jid('pn'), type: 'mediaretry', id, t: world.seconds() };
  const rmr = child(request, 'rmr');
  deliver(world, companion, stanza('notification', attrs, rmr ? [rmr, answer] : [answer]));
}

function recordOf(world: World, { user }: Companion, request: BinaryNode): MessageRecord | undefined {
  const { jid, from_me: fromMe, participant } = child(request, 'rmr')?.attrs ?? {};
  const author = fromMe === 'true' ? user : world.users.at(participant ?? jid);
  return author && world.messages.find(author.phoneNumber, request.attrs.id ?? '');
}

async function answerFor(world: World, { id, content }: MessageRecord): Promise<BinaryNode | undefined> {
  const file = content ? fileIn(content)?.file : undefined;
  const name = file && nameOf(world.media, file);
  if (!file?.mediaKey || name === undefined) return undefined;
  const directPath = world.media.directPath(await world.media.publishAgain(name));
  const notification = { stanzaId: id, directPath, result: ResultType.SUCCESS };
  return sealed(file.mediaKey, id, proto.MediaRetryNotification.encode(notification).finish());
}

function sealed(mediaKey: Uint8Array, id: string, plain: Uint8Array): BinaryNode {
  const key = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), 'WhatsApp Media Retry Notification', 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id));
  const payload = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return stanza('encrypt', {}, [stanza('enc_p', {}, payload), stanza('enc_iv', {}, iv)]);
}
