import { isShared } from '../groups/group.js';
import type { MessageRecord } from '../ledger.js';
import type { User } from '../users.js';
import type { Call, World } from '../world.js';
import type { Change, ScreenChange } from './change.js';

/** Calls back for each change on the screen of the user, until the function that it gives is called. */
export function watchScreen(world: World, { phoneNumber }: User, seen: (change: Change) => void): () => void {
  const listener = ({ owner, ...change }: ScreenChange) => {
    if (owner === null || owner === phoneNumber) seen(change);
  };
  world.events.on('screen', listener);
  return () => world.events.off('screen', listener);
}

export function peopleChanged(world: World): void {
  world.events.emit('screen', { owner: null, what: 'people' });
}

/** A message came, or more is known of it: everybody who has its chat may see it differently. */
export function messageChanged(world: World, record: MessageRecord): void {
  if (world.events.listenerCount('screen') === 0) return;
  for (const owner of audience(world, record)) {
    world.events.emit('screen', { owner, what: 'chat', chatId: chatIdFor(owner, record) });
  }
}

export function typingChanged(world: World, to: string[], chatId: string, from: User, state: string): void {
  for (const owner of to) world.events.emit('screen', { owner, what: 'typing', chatId, from: from.phoneNumber, state });
}

export function callChanged(world: World, { id, from, to }: Call): void {
  for (const owner of [from, to]) world.events.emit('screen', { owner, what: 'call', callId: id });
}

/** The chat that a message is in, for one of those who have it: a phone number, or the JID of what is shared. */
export function chatIdFor(phoneNumber: string, { from, to }: Pick<MessageRecord, 'from' | 'to'>): string {
  return isShared(to) || from === phoneNumber ? to : from;
}

function audience(world: World, { from, to }: MessageRecord): Set<string> {
  const group = world.groups.get(to);
  if (group) return new Set(group.members.keys());
  if (!isShared(to)) return new Set([from, to]);
  return new Set([from, ...(world.users.withNumber(from)?.peers ?? [])]);
}
