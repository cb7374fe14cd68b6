import type { BinaryNode, Contact } from '@whiskeysockets/baileys';
import { bareJid, type ContactTold, type InboxFact, parseJid, person } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';

/** Where Baileys keeps which LID belongs to which number, in both directions (Signal/lid-mapping.js, rc14). */
const PAIRS = 'lid-mapping';
const BY_LID = '_reverse';
const VERIFIED = 'verified-name';

/** Null where there is nothing to tell. */
export function contactsFact(contacts: ContactTold[], isNews: boolean): InboxFact | null {
  return contacts.length === 0 ? null : { kind: 'contact.told', payload: { contacts, isNews } };
}

/**
 * Who turned out to have both a number and a LID. Whatever tells Baileys of it (messages, look-ups, history), this is where it ends up,
 * each pair once.
 */
export function pairsAmong(changes: Changes): ContactTold[] {
  return Object.entries(changes[PAIRS] ?? {}).flatMap(([key, number]) => {
    if (!key.endsWith(BY_LID) || typeof number !== 'string') return [];
    return addressed(person(number).jid, `${key.slice(0, -BY_LID.length)}@lid`) ?? [];
  });
}

/** People as a device of the account saved them; an empty name is what Baileys makes of one that was taken away. */
export function savedContacts(contacts: Partial<Contact>[]): ContactTold[] {
  return contacts.flatMap((contact) => {
    const { id = '', lid, phoneNumber, name } = contact;
    const addresses = 'name' in contact ? addressed(id, lid, phoneNumber) : null;
    return addresses ? [{ ...addresses, savedName: name ?? null }] : [];
  });
}

/** Names of businesses that were not told of yet. Baileys tells of them with every message, so the account remembers them. */
export function verifiedContacts(
  contacts: Partial<Contact>[],
  account: Pick<AccountPort, 'read'>,
): { told: ContactTold[]; remember: Changes } {
  const news = contacts.filter(
    ({ id, verifiedName }) => id && verifiedName && account.read(VERIFIED, id) !== verifiedName,
  );
  const told = news.flatMap(({ id = '', verifiedName = null }) => {
    const addresses = addressed(id);
    return addresses ? [{ ...addresses, verifiedName }] : [];
  });
  return { told, remember: { [VERIFIED]: Object.fromEntries(news.map(({ id, verifiedName }) => [id, verifiedName])) } };
}

/** A picture that was changed or taken away; null for one of a group. */
export function newPicture({ attrs, content }: BinaryNode): ContactTold | null {
  const [change] = Array.isArray(content) ? content : [];
  const addresses = addressed(attrs['from'] ?? '');
  return addresses && change ? { ...addresses, pictureId: change.attrs['id'] ?? null } : null;
}

/** The addresses of one person, sorted by what they are; null where there is none. */
function addressed(...jids: (string | null | undefined)[]): Pick<ContactTold, 'whatsappId' | 'lid'> | null {
  const known = jids.filter((jid) => !!jid).map((jid) => bareJid(jid!));
  const whatsappId = known.find((jid) => parseJid(jid)?.kind === 'person') ?? null;
  const lid = known.find((jid) => parseJid(jid)?.kind === 'lid') ?? null;
  return whatsappId === null && lid === null ? null : { whatsappId, lid };
}
