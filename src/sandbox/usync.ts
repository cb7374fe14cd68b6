import { formatAddress, parseAddress } from './wire/jid.js';
import { bytes, child, children, QueryError, stanza, type BinaryNode } from './wire/stanza.js';
import type { User } from './users.js';
import type { World } from './world.js';

type Protocol = (user: User, asked: BinaryNode) => BinaryNode | undefined;

const protocols: Record<string, Protocol> = {
  devices: (user) => stanza('devices', {}, [stanza('device-list', {}, deviceList(user))]),
  // Asked by LID, an answer with a LID in it would be taken for a mapping.
  lid: (user, asked) =>
    parseAddress(asked.attrs.jid)?.space === 'lid' ? undefined : stanza('lid', { val: user.jid('lid') }),
  // WhatsApp repeats the number as it was asked for (whatsmeow, user.go, IsOnWhatsApp).
  contact: (_user, asked) => stanza('contact', { type: 'in' }, bytes(child(asked, 'contact'))),
  status: ({ about }) => stanza('status', { t: Math.floor(about.at / 1000) }, Buffer.from(about.text)),
  disappearing_mode: () => stanza('disappearing_mode', { duration: 0, t: 0 }),
};

/** Answers who has which devices, which LID, and who is on WhatsApp at all. */
export function answerUsync(world: World, request: BinaryNode): BinaryNode[] {
  const usync = child(request, 'usync');
  if (!usync) throw new QueryError(400, 'bad-request');
  const asked = children(child(usync, 'query')).map((protocol) => protocol.tag);
  const users = children(child(usync, 'list'), 'user').map((user) => answerUser(world, user, asked));
  return [stanza('usync', usync.attrs, [stanza('list', {}, users)])];
}

function answerUser(world: World, asked: BinaryNode, names: string[]): BinaryNode {
  const phone = bytes(child(asked, 'contact')).toString().replace(/\D/g, '');
  const jid = asked.attrs.jid ?? formatAddress(phone, 'pn');
  const user = world.users.at(jid);
  if (!user) {
    const contact = child(asked, 'contact');
    return stanza('user', { jid }, contact ? [stanza('contact', { type: 'out' }, bytes(contact))] : []);
  }
  const answers = names.map((name) => protocols[name]?.(user, asked));
  return stanza(
    'user',
    { jid },
    answers.filter((answer) => answer !== undefined),
  );
}

/** Clients skip a companion without a key index. */
function deviceList(user: User): BinaryNode[] {
  const companions = [...user.companions.values()].map(({ device, keyIndex }) =>
    stanza('device', { id: device, 'key-index': keyIndex }),
  );
  return [stanza('device', { id: 0 }), ...companions];
}
