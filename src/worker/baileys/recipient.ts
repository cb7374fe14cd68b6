import type { WASocket } from '@whiskeysockets/baileys';
import { bareJid, NOT_ON_WHATSAPP, parseJid } from '../../contracts/index.js';
import { NotSendable } from '../whatsapp/port.js';
import { askNumbers } from './numbers.js';

type Socket = Pick<WASocket, 'authState' | 'getUSyncDevices' | 'executeUSyncQuery'>;

/**
 * Throws NotSendable for a number that is not there: Baileys would encrypt the message for nobody, and WhatsApp acknowledge it. The
 * devices are asked for as `relayMessage` does right after, which then finds them in the cache, so a good number costs no question more.
 */
export async function requireRecipient(sock: Socket, to: string): Promise<void> {
  const recipient = parseJid(to);
  const { creds, keys } = sock.authState;
  const me = creds.me?.id ?? '';
  const own = bareJid(me);
  if (recipient?.kind !== 'person' || to === own) return;
  // In the transaction of a send, as there: only so are open sessions left as they are (durable-signal.ts).
  const devices = await keys.transaction(() => sock.getUSyncDevices([own, to], true, false), me);
  if (devices.some(({ user }) => user !== parseJid(own)?.user)) return;
  const [answer] = await askNumbers(sock, [recipient.user]);
  if (answer?.exists === false) throw new NotSendable(NOT_ON_WHATSAPP);
}
