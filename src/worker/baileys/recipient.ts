import type { WASocket } from '@whiskeysockets/baileys';
import { bareJid, NOT_ON_WHATSAPP, parseJid } from '../../contracts/index.js';
import { NotSendable } from '../whatsapp/port.js';
import { askNumbers } from './numbers.js';

type Socket = Pick<WASocket, 'authState' | 'getUSyncDevices' | 'executeUSyncQuery'>;

/**
 * Throws NotSendable for a number that is not there: Baileys would encrypt the message for nobody, and WhatsApp acknowledge it. The
 * devices are asked for as `relayMessage` does right after, which then finds them in the cache, so a good number costs no question more.
 * `again`: what the cache has is not believed. One device in it that is not there any more, and `relayMessage` encrypts for none
 * (parseAndInjectE2ESessions, rc14); of a person's devices it asks nobody but the cache.
 */
export async function requireRecipient(sock: Socket, to: string, again: boolean): Promise<void> {
  const recipient = parseJid(to);
  const { creds, keys } = sock.authState;
  const me = creds.me?.id ?? '';
  const own = bareJid(me);
  if (recipient?.kind !== 'person') return;
  // In the transaction of a send, as there: only so are open sessions left as they are (durable-signal.ts).
  const devices = await keys.transaction(() => sock.getUSyncDevices([own, to], !again, false), me);
  if (to === own || devices.some(({ user }) => user !== parseJid(own)?.user)) return;
  const [answer] = await askNumbers(sock, [recipient.user]);
  if (answer?.exists === false) throw new NotSendable(NOT_ON_WHATSAPP);
}
