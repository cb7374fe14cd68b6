import { type ContactCard, phoneDigits } from '../../contracts/index.js';
import { wrongField } from './wrong-field.js';

/** A contact as a caller writes it: a name and a number, or a whole vCard. */
export interface WrittenContact {
  name?: string | null;
  phone?: string | null;
  vcard?: string | null;
}

const VCARD = /^BEGIN:VCARD\r?\n[^]*\r?\nEND:VCARD\s*$/i;

/** Throws VALIDATION_FAILED; `pointer` is where the contact stands in the body. */
export function contactCard({ name, phone, vcard }: WrittenContact, pointer: string): ContactCard {
  if (vcard) {
    if (!VCARD.test(vcard)) throw wrongField(`${pointer}/vcard`, 'must be a vCard, from BEGIN:VCARD to END:VCARD');
    return { name: name ?? fieldOf(vcard, 'FN') ?? fieldOf(vcard, 'ORG') ?? 'Contact', phone: phoneIn(vcard), vcard };
  }
  if (!name || !phone) throw wrongField(pointer, 'must have a name and a phone, or a vcard');
  const digits = phoneDigits(phone);
  if (digits === null) throw wrongField(`${pointer}/phone`, 'must be a phone number in international form');
  return { name, phone: `+${digits}`, vcard: vcardOf(name, digits) };
}

/** `waid` makes WhatsApp offer a chat with the number. */
function vcardOf(name: string, digits: string): string {
  const shown = escaped(name);
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${shown};;;`,
    `FN:${shown}`,
    `TEL;type=CELL;waid=${digits}:+${digits}`,
    'END:VCARD',
  ].join('\n');
}

function phoneIn(vcard: string): string | null {
  const digits = phoneDigits(fieldOf(vcard, 'TEL') ?? '');
  return digits === null ? null : `+${digits}`;
}

/** The first field of that name, whatever its parameters and group. */
function fieldOf(vcard: string, name: string): string | null {
  const line = new RegExp(`^(?:[\\w-]+\\.)?${name}(?:;[^:\\r\\n]*)?:(.+)$`, 'im').exec(vcard);
  return line?.[1]?.trim().replace(/\\([\\,;])/g, '$1') || null;
}

function escaped(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\,;]/g, '\\$&');
}
