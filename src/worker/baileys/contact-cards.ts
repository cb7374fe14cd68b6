import type { proto } from '@whiskeysockets/baileys';
import { type ContactCard, person, phoneDigits, phoneOf } from '../../contracts/index.js';

export function contactCard({ displayName, vcard }: proto.Message.IContactMessage): ContactCard {
  const card = vcard ?? '';
  return { name: displayName || (nameIn(card) ?? ''), phone: phoneIn(card), vcard: card };
}

/** WhatsApp writes the number that it knows as `waid=628…`; other programs only what people see. */
function phoneIn(vcard: string): string | null {
  const written = /^[^\r\n]*\bTEL\b[^\r\n:]*:([^\r\n]+)/im.exec(vcard)?.[1];
  const digits = phoneDigits(/\bwaid=(\d+)/i.exec(vcard)?.[1] ?? written?.replace(/^tel:/i, '') ?? '');
  return digits === null ? null : phoneOf(person(digits).jid);
}

function nameIn(vcard: string): string | null {
  return /^FN[^\r\n:]*:([^\r\n]+)/im.exec(vcard)?.[1]?.trim() ?? null;
}
