/**
 * The one place where WhatsApp addresses are taken apart. Nothing else splits at '@': device suffixes, agents and
 * LIDs make the obvious code wrong.
 */

export type AddressKind = 'person' | 'lid' | 'group' | 'newsletter' | 'status';

/** An address without device: what a chat, a sender or a recipient is called. */
export interface Address {
  kind: AddressKind;
  /** Digits of a phone number, a LID, a group id; `status` for the status broadcast. */
  user: string;
  /** The canonical form, for example `628123456789@s.whatsapp.net`. */
  jid: string;
}

const SERVER: Record<AddressKind, string> = {
  person: 's.whatsapp.net',
  lid: 'lid',
  group: 'g.us',
  newsletter: 'newsletter',
  status: 'broadcast',
};

// `user`, an optional agent (`_1`) and device (`:12`), and the server.
const JID = /^([^@:_]+)(?:_\d{1,3})?(?::\d{1,5})?@([a-z.]+)$/;

// E.164 allows 15 digits; the shortest numbers in use have 7. A leading 0 is a national form that nobody can route.
const PHONE = /^[1-9]\d{6,14}$/;

/** Parses any JID that WhatsApp uses; null when it is none. The device is dropped. */
export function parseJid(jid: string): Address | null {
  const match = JID.exec(jid.trim());
  const [, user, server] = match ?? [];
  if (user === undefined || server === undefined) return null;
  switch (server) {
    case 's.whatsapp.net':
    case 'c.us':
      return PHONE.test(user) ? person(user) : null;
    case 'lid':
      return /^\d{1,20}$/.test(user) ? address('lid', user) : null;
    case 'g.us':
      return /^\d+(-\d+)?$/.test(user) ? address('group', user) : null;
    case 'newsletter':
      return /^\d+$/.test(user) ? address('newsletter', user) : null;
    case 'broadcast':
      return user === 'status' ? address('status', user) : null;
    default:
      return null;
  }
}

/**
 * Parses what a caller may write as a recipient: a JID, or a phone number in international form with or without `+`
 * and with the usual separators. Null when it is neither.
 */
export function parseRecipient(to: string): Address | null {
  if (to.includes('@')) return parseJid(to);
  const digits = phoneDigits(to);
  return digits === null ? null : person(digits);
}

/** The digits of a phone number in international form; null when it can not be one. */
export function phoneDigits(phone: string): string | null {
  const digits = phone
    .trim()
    .replace(/^\+/, '')
    .replace(/[\s().-]/g, '');
  return PHONE.test(digits) ? digits : null;
}

/** The address of a person by the digits of the phone number. */
export function person(digits: string): Address {
  return address('person', digits);
}

/** The phone number (`+62…`) behind an address, where the address has one. */
export function phoneOf(jid: string): string | null {
  const parsed = parseJid(jid);
  return parsed?.kind === 'person' ? `+${parsed.user}` : null;
}

/** Whether an address is that of a person, by number or by LID. */
export function isPerson(jid: string): boolean {
  const kind = parseJid(jid)?.kind;
  return kind === 'person' || kind === 'lid';
}

/** The same address without device and in canonical form; what can not be parsed comes back as it is. */
export function bareJid(jid: string): string {
  return parseJid(jid)?.jid ?? jid;
}

function address(kind: AddressKind, user: string): Address {
  return { kind, user, jid: `${user}@${SERVER[kind]}` };
}
