import type { proto } from '@whiskeysockets/baileys';
import { isShared, STATUS, type Group } from './groups/group.js';
import type { MessageRecord } from './ledger.js';
import type { User } from './users.js';
import type { Space } from './wire/jid.js';
import type { World } from './world.js';

/** A chat as the phone of one user has it. */
export interface Chat {
  me: User;
  jid: string;
  /** The addresses in which the phone writes of people. */
  space: Space;
  /** Whose messages may be in it. */
  members: User[];
}

export function chatWith(me: User, other: User): Chat {
  const space = me.behaviour.addressing;
  return { me, jid: other.jid(space), space, members: [me, other] };
}

/** What those whom the phone knows see of it, and it of them. */
export function chatInStatus(world: World, me: User): Chat {
  return { me, jid: STATUS, space: me.behaviour.addressing, members: usersOf(world, [me.phoneNumber, ...me.peers]) };
}

export function chatInGroup(world: World, me: User, group: Group): Chat {
  return { me, jid: group.jid, space: group.addressing, members: usersOf(world, [...group.authors]) };
}

/** Whose messages may be in the chat that the message is in. */
export function peopleAround(world: World, { from, to }: MessageRecord): User[] {
  const group = world.groups.get(to);
  return usersOf(world, group ? [...group.authors] : [from, to]);
}

function usersOf(world: World, numbers: string[]): User[] {
  return numbers.flatMap((number) => world.users.withNumber(number) ?? []);
}

/** Ids are unique per sender only, so the message is looked for among those of the chat. */
export function findIn(world: World, { members }: Pick<Chat, 'members'>, id: string): MessageRecord | undefined {
  for (const { phoneNumber } of members) {
    const found = world.messages.find(phoneNumber, id);
    if (found) return found;
  }
  return undefined;
}

/** Bare JID of who wrote the message. */
export function authorIn(chat: Chat, record: MessageRecord): string {
  return chat.members.find((member) => member.phoneNumber === record.from)?.jid(chat.space) ?? '';
}

/** How reactions, edits, deletions and votes name the message. */
export function keyIn(chat: Chat, record: MessageRecord): proto.IMessageKey {
  const key = { remoteJid: chat.jid, fromMe: record.from === chat.me.phoneNumber, id: record.id };
  return isShared(chat.jid) ? { ...key, participant: authorIn(chat, record) } : key;
}
