import { parseJid, person } from '../../contracts/index.js';
import type { AccountPort } from '../whatsapp/port.js';

/**
 * The address by phone number that WhatsApp once told for a LID; the address itself where it is none, or was never told. Read at
 * once from what Baileys keeps (`lid-mapping`, lib/Signal/lid-mapping.js, rc14), for stanzas whose answer must not overtake their fact.
 */
export function knownPhone(account: Pick<AccountPort, 'read'>, jid: string): string {
  const address = parseJid(jid);
  if (address?.kind !== 'lid') return jid;
  const digits = account.read('lid-mapping', `${address.user}_reverse`);
  return typeof digits === 'string' ? person(digits).jid : jid;
}
