import { randomBytes } from 'node:crypto';
import { notify } from './deliveries.js';
import { peopleChanged } from './screen/changes.js';
import { stanza } from './wire/stanza.js';
import { SignalDevice } from './signal-device.js';
import { Companion, type User } from './users.js';
import type { World } from './world.js';

/** Clients keep device lists for minutes; those who know the user hear of a device that came or went. */
export function announceDevice(world: World, companion: Companion, change: 'add' | 'remove'): void {
  const { user, device, keyIndex } = companion;
  const item = stanza('device', { jid: companion.jid('pn'), 'key-index': keyIndex });
  const audience = [user, ...[...user.peers].map((number) => world.users.withNumber(number))];
  for (const listener of new Set(audience)) {
    for (const other of listener?.companions.values() ?? []) {
      if (other.user === user && other.device === device) continue;
      notify(world, other, 'devices', user.jid('pn'), [stanza(change, {}, [item])]);
    }
  }
}

/** Somebody scans the code of another client with the phone. That client is never online; what is sent to it waits. */
export function linkStranger(world: World, user: User, platform: string): Companion {
  const { preKey: _used, ...bundle } = SignalDevice.create().takeBundle();
  const companion = new Companion(user, ++user.lastDevice, ++user.lastKeyIndex, platform, randomBytes(32), bundle);
  user.companions.set(companion.device, companion);
  announceDevice(world, companion, 'add');
  world.changes++;
  world.log.add('paired', { phoneNumber: user.phoneNumber, device: companion.device });
  peopleChanged(world);
  return companion;
}

/** Takes the device off the account: a live connection ends with 401, and so does every later login. */
export function unlink(world: World, companion: Companion): void {
  const { user, device, link } = companion;
  user.companions.delete(device);
  world.log.add('unlinked', { phoneNumber: user.phoneNumber, device });
  world.changes++;
  peopleChanged(world);
  announceDevice(world, companion, 'remove');
  link?.end(stanza('stream:error', { code: 401 }, [stanza('conflict', { type: 'device_removed' })]));
}
