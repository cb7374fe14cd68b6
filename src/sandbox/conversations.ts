import { proto } from '@whiskeysockets/baileys';
import type { MessageRecord } from './ledger.js';
import type { User } from './users.js';
import type { World } from './world.js';

/** As many messages of a chat as a phone hands on first. */
const MESSAGES_A_CHAT = 100;

const { Status } = proto.WebMessageInfo;

export function acquaintances(world: World, user: User): User[] {
  return [...user.peers].flatMap((number) => world.users.withNumber(number) ?? []).filter((other) => other !== user);
}

/**
 * The chats of a user with the messages that could be read, newest first, as a phone hands them to a new companion: first the newest of
 * each, then what is older.
 */
export function conversationsOf(world: World, user: User, which: 'newest' | 'older'): proto.IConversation[] {
  const chats = new Map<string, MessageRecord[]>();
  for (const record of world.messages.list({ limit: Number.MAX_SAFE_INTEGER })) {
    const chat = record.content ? chatOf(world, user, record) : undefined;
    if (chat === undefined) continue;
    const records = chats.get(chat);
    if (records) records.push(record);
    else chats.set(chat, [record]);
  }
  const part = (records: MessageRecord[]) =>
    which === 'newest' ? records.slice(-MESSAGES_A_CHAT) : records.slice(0, -MESSAGES_A_CHAT);
  return [...chats]
    .map(([id, records]) => conversation(world, user, id, part(records).reverse()))
    .filter(({ messages }) => messages?.length);
}

function chatOf(world: World, user: User, { from, to }: MessageRecord): string | undefined {
  const group = world.groups.get(to);
  if (group) return group.has(user) ? to : undefined;
  if (from !== user.phoneNumber && to !== user.phoneNumber) return undefined;
  return world.users.withNumber(from === user.phoneNumber ? to : from)?.jid('pn');
}

function conversation(world: World, user: User, id: string, records: MessageRecord[]): proto.IConversation {
  const other = world.users.at(id);
  const unread = records.filter(({ from, readBy }) => from !== user.phoneNumber && !readBy.includes(user.phoneNumber));
  return {
    id,
    name: world.groups.get(id)?.subject ?? other?.name ?? null,
    lidJid: other?.jid('lid') ?? null,
    conversationTimestamp: seconds(records[0]?.at ?? 0),
    unreadCount: unread.length,
    messages: records.map((record, index) => ({ message: webMessage(world, user, id, record), msgOrderId: index })),
  };
}

/** A message as a phone keeps it. */
export function webMessage(world: World, user: User, remoteJid: string, record: MessageRecord): proto.IWebMessageInfo {
  const fromMe = record.from === user.phoneNumber;
  const author = world.users.withNumber(record.from);
  const group = world.groups.get(record.to);
  const participant = group && !fromMe ? (author?.jid(group.addressing) ?? null) : null;
  return {
    key: { remoteJid, fromMe, id: record.id, ...(participant && { participant }) },
    message: record.content,
    messageTimestamp: seconds(record.at),
    ...(participant && { participant }),
    ...(fromMe
      ? { status: record.readAt === null ? Status.SERVER_ACK : Status.READ }
      : { pushName: author?.name ?? null }),
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
