import type { Ciphertext } from './signal-device.js';
import type { User } from './users.js';
import { parseAddress } from './wire/jid.js';
import { bytes, child, children, type BinaryNode } from './wire/stanza.js';
import type { World } from './world.js';

/** What a message has for one device alone. */
export interface Copy {
  user: User;
  device: number;
  ciphertext: Ciphertext;
  retryCount: number | undefined;
}

/** A fan-out names its devices in `<participants>`; a resend to one device, or to the own phone, has its `<enc>` at the top. */
export function copies(world: World, node: BinaryNode): Copy[] {
  const direct = child(node, 'enc');
  const targets = children(child(node, 'participants'), 'to').map((to) => ({
    jid: to.attrs.jid,
    enc: child(to, 'enc'),
  }));
  if (direct) targets.push({ jid: node.attrs.participant ?? node.attrs.to, enc: direct });
  return targets.flatMap(({ jid, enc }) => {
    const user = world.users.at(jid);
    const type = enc?.attrs.type;
    if (!user || (type !== 'pkmsg' && type !== 'msg')) return [];
    const retryCount = enc?.attrs.count === undefined ? undefined : Number(enc.attrs.count);
    return [{ user, device: parseAddress(jid)?.device ?? 0, ciphertext: { type, body: bytes(enc) }, retryCount }];
  });
}
