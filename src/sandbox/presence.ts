import type { Connection } from './connection.js';
import { stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion } from './users.js';
import type { World } from './world.js';

/** Who asks about a user is told whether its phone is online; what a companion says of itself is only noted. */
export function receivePresence(world: World, connection: Connection, companion: Companion, node: BinaryNode): void {
  const { type, to } = node.attrs;
  if (type !== 'subscribe') {
    const { phoneNumber } = companion.user;
    world.log.add('presence', { phoneNumber, device: companion.device, detail: type ?? 'name' });
    return;
  }
  const user = world.users.at(to);
  if (user)
    connection.send(stanza('presence', { from: to, type: user.behaviour.online ? 'available' : 'unavailable' }));
}
