import type { Connection } from './connection.js';
import { Group, isGroup } from './groups/group.js';
import { membersOf } from './groups/changes.js';
import { bothNames } from './groups/nodes.js';
import { typingChanged } from './screen/changes.js';
import { children, stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion, User } from './users.js';
import type { World } from './world.js';

export const PRESENCES = ['available', 'unavailable', 'composing', 'recording', 'paused'] as const;

export type Presence = (typeof PRESENCES)[number];

/** Who asks about a user is told now, and of every change; what a companion says of itself is only noted. */
export function receivePresence(world: World, connection: Connection, companion: Companion, node: BinaryNode): void {
  const { type, to = '' } = node.attrs;
  const { phoneNumber } = companion.user;
  if (type !== 'subscribe') {
    world.log.add('presence', { phoneNumber, device: companion.device, detail: type ?? 'name' });
    return;
  }
  const user = world.users.at(to);
  if (!user) return;
  companion.subscriptions.set(user.phoneNumber, to);
  connection.send(stanza('presence', { from: to, type: user.behaviour.online ? 'available' : 'unavailable' }));
}

/** A companion types or records: who looks at the other's phone sees it. */
export function receiveChatState(world: World, companion: Companion, node: BinaryNode): void {
  const [state] = children(node);
  const { to } = node.attrs;
  const chat = isGroup(to) ? to : world.users.at(to)?.phoneNumber;
  const what = state?.attrs.media === 'audio' ? 'recording' : (state?.tag ?? 'nothing');
  world.log.add('chatstate', {
    phoneNumber: companion.user.phoneNumber,
    device: companion.device,
    detail: `${what} ${chat ?? to}`,
  });
  showOnScreens(world, companion.user, world.groups.get(to ?? '') ?? world.users.at(to), what);
}

function showOnScreens(world: World, from: User, to: User | Group | undefined, state: string): void {
  if (!to) return;
  const [people, chatId] =
    to instanceof Group ? [[...to.members.keys()], to.jid] : [[to.phoneNumber], from.phoneNumber];
  typingChanged(world, people, chatId, from, state);
}

/** Tells the companions that asked about the user. It is never queued: who is away misses it. */
export function showPresence(world: World, user: User, isOnline: boolean): void {
  const attrs = isOnline ? { type: 'available' } : { type: 'unavailable', last: world.seconds() };
  for (const other of world.users.all('phone')) {
    for (const companion of other.companions.values()) {
      const asked = companion.subscriptions.get(user.phoneNumber);
      if (asked !== undefined) sendLive(companion, stanza('presence', { from: asked, ...attrs }));
    }
  }
}

export function showChatState(world: World, from: User, to: User | Group, state: Presence): void {
  const isRecording = state === 'recording';
  const content = stanza(isRecording ? 'composing' : state, { media: isRecording ? 'audio' : undefined });
  const isToGroup = to instanceof Group;
  const audience = isToGroup ? membersOf(world, to) : [to];
  const attrs = isToGroup
    ? { from: to.jid, ...bothNames(to, from, 'participant') }
    : { from: from.jid(from.behaviour.addressing) };
  for (const user of audience) {
    for (const companion of user.companions.values()) sendLive(companion, stanza('chatstate', attrs, [content]));
  }
  showOnScreens(world, from, to, state);
}

function sendLive(companion: Companion, node: BinaryNode): void {
  if (companion.ready) companion.link?.send(node);
}
