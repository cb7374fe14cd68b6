import { type Address, parseRecipient, Problem } from '../../contracts/index.js';

/**
 * The address to send to. Throws RECIPIENT_INVALID for what is no address of WhatsApp, and NOT_OFFERED for one that this
 * version does not send to.
 */
export function recipientOf(to: string): Address {
  const address = parseRecipient(to);
  if (!address) {
    const detail = 'must be a phone number in international form or an address of WhatsApp';
    throw new Problem('RECIPIENT_INVALID', `/to ${detail}.`, { errors: [{ pointer: '/to', detail }] });
  }
  switch (address.kind) {
    case 'person':
    case 'lid':
      return address;
    case 'group':
    case 'newsletter':
    case 'status':
      throw new Problem('NOT_OFFERED', `Sending to ${NAME[address.kind]} is not offered yet; sending to persons is.`);
  }
}

const NAME = { group: 'groups', newsletter: 'channels', status: 'the status list' };
