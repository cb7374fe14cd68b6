import { acquaintances } from './conversations.js';
import { notify } from './deliveries.js';
import { peopleChanged } from './screen/changes.js';
import { SignalDevice } from './signal-device.js';
import type { User } from './users.js';
import { stanza } from './wire/stanza.js';
import type { World } from './world.js';

/**
 * The user's WhatsApp is on a new phone, under the same number: with new keys, and with none of the sessions that the old one had, so what
 * was encrypted for the old one it has to ask for again. The server tells the devices of those who know it, unless that goes wrong too.
 */
export function moveToNewPhone(world: World, user: User, isTold: boolean): Promise<void> {
  return user.turns.run(() => {
    user.device = SignalDevice.create();
    peopleChanged(world);
    if (!isTold) return;
    const companions = acquaintances(world, user).flatMap((other) => [...other.companions.values()]);
    for (const companion of companions) {
      notify(world, companion, 'encrypt', user.jid(user.behaviour.addressing), [stanza('identity')]);
    }
  });
}
