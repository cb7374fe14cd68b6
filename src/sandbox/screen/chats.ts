import { STATUS } from '../groups/group.js';
import type { User } from '../users.js';
import type { World } from '../world.js';
import { recordsOf } from './records.js';
import { threadOf, type ShownMessage } from './thread.js';

export interface ShownChat {
  /** A phone number, the JID of a group, or `status@broadcast`. */
  chatId: string;
  kind: 'person' | 'group' | 'status';
  name: string;
  /** Phone numbers, of a group. */
  members: string[];
  unread: number;
  last: ShownMessage | null;
}

/** The chats of a phone, the one with the newest message first; groups in which nobody wrote are at the end. */
export function chatsOf(world: World, user: User): ShownChat[] {
  const records = recordsOf(world, user);
  const groups = [...world.groups.values()].filter((group) => group.has(user) && !records.has(group.jid));
  const ids = [...records.keys(), ...groups.map(({ jid }) => jid)];
  return ids
    .map((chatId) => shownChat(world, user, chatId, threadOf(user, records.get(chatId) ?? [])))
    .filter(({ kind, last }) => kind === 'group' || last !== null)
    .sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0));
}

/** The messages of one chat, oldest first; empty when nobody has written in it. */
export function messagesIn(world: World, user: User, chatId: string): ShownMessage[] {
  return threadOf(user, recordsOf(world, user).get(chatId) ?? []);
}

function shownChat(world: World, user: User, chatId: string, thread: ShownMessage[]): ShownChat {
  const group = world.groups.get(chatId);
  return {
    chatId,
    kind: group ? 'group' : chatId === STATUS ? 'status' : 'person',
    name: group?.subject ?? (chatId === STATUS ? 'Status' : (world.users.withNumber(chatId)?.name ?? chatId)),
    members: group ? [...group.members.keys()] : [],
    unread: thread.filter(({ unread }) => unread).length,
    last: thread.at(-1) ?? null,
  };
}
