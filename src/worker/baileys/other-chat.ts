import { type Address, parseJid } from '../../contracts/index.js';
import type { AccountPort } from '../whatsapp/port.js';
import { knownPhone } from './known-phone.js';

const PEOPLE = ['person', 'lid'];

/**
 * Whether two addresses are known to be of different chats. That of a number and that of a LID may be of one person, unless WhatsApp
 * told whose LID it is.
 */
export function isOtherChat(account: Pick<AccountPort, 'read'>, one: string, other: string): boolean {
  const [a, b] = [one, other].map((jid) => asKnown(account, jid));
  if (!a || !b) return false;
  const mayBeOnePerson = a.kind !== b.kind && [a, b].every(({ kind }) => PEOPLE.includes(kind));
  return a.jid !== b.jid && !mayBeOnePerson;
}

function asKnown(account: Pick<AccountPort, 'read'>, jid: string): Address | null {
  const address = parseJid(jid);
  return address && parseJid(knownPhone(account, address.jid));
}
