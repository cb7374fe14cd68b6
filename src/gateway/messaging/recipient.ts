import { type Address, parseRecipient, Problem } from '../../contracts/index.js';
import { wrongField } from './wrong-field.js';

/** The address to send to. Throws RECIPIENT_INVALID for what is no address of WhatsApp. */
export function recipientOf(to: string): Address {
  const address = parseRecipient(to);
  if (!address) {
    throw new Problem('RECIPIENT_INVALID', `/to ${NO_ADDRESS}.`, { errors: [{ pointer: '/to', detail: NO_ADDRESS }] });
  }
  return address;
}

/** The people to be named in a text, by their canonical JIDs, each once. Throws VALIDATION_FAILED for who is no person. */
export function mentionsOf(mentions: string[]): string[] {
  const jids = mentions.map((mention, at) => {
    const address = parseRecipient(mention);
    if (address?.kind === 'person' || address?.kind === 'lid') return address.jid;
    throw wrongField(`/mentions/${at}`, NO_ADDRESS);
  });
  return [...new Set(jids)];
}

const NO_ADDRESS = 'must be a phone number in international form or an address of WhatsApp';
