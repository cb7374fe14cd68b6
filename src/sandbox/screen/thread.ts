import { describe, surroundings, type Said, type Surroundings } from '../content/describe.js';
import { fileIn } from '../media/files.js';
import type { User } from '../users.js';
import type { OnPhone } from './records.js';

export interface ShownMessage {
  messageId: string;
  /** Phone number of who wrote it. Ids are unique per author. */
  from: string;
  fromMe: boolean;
  /** Milliseconds. */
  at: number;
  /** What it says now, edits included; null once it is deleted. */
  content: Said | null;
  context: Surroundings | null;
  hasFile: boolean;
  edited: boolean;
  reactions: { from: string; emoji: string }[];
  /** Of a poll: who chose what last. */
  votes: { from: string; chosen: string[] }[];
  /** How far a message of one's own has come; null for those of others. */
  state: 'sending' | 'sent' | 'delivered' | 'read' | null;
  /** Of somebody else, and this phone has not read it. */
  unread: boolean;
}

/** What is told by means of a message and is none itself: `readers` of it change what stands in the chat. */
const CHANGES: Record<string, (thread: Map<string, ShownMessage>, by: OnPhone, said: Said) => void> = {
  reaction: react,
  vote,
  edit,
  delete: remove,
};

/** Nothing a person sees: keys, settings of the chat and the like. */
const UNSEEN = new Set<unknown>([null, 'protocolMessage', 'pinInChatMessage', 'keepInChatMessage']);

/** A chat as its phone shows it: messages in order, with all that was done to them since. `records` are of one chat, in order. */
export function threadOf(user: User, records: OnPhone[]): ShownMessage[] {
  const thread = new Map<string, ShownMessage>();
  for (const one of records) {
    const said = describe(one.content);
    const change = CHANGES[said.type];
    if (change) change(thread, one, said);
    else if (said.type !== 'unknown' || !UNSEEN.has(said.rawKind)) thread.set(one.record.id, shown(user, one, said));
  }
  return [...thread.values()];
}

function shown({ phoneNumber, inbox }: User, { record, content }: OnPhone, said: Said): ShownMessage {
  const { id: messageId, from, at, readBy } = record;
  const fromMe = from === phoneNumber;
  return {
    ...{ messageId, from, fromMe, at, content: said, context: surroundings(content) },
    hasFile: fileIn(content) !== undefined,
    ...{ edited: false, reactions: [], votes: [] },
    state: fromMe ? stateOf(record) : null,
    unread: !fromMe && inbox.has(`${from} ${messageId}`) && !readBy.includes(phoneNumber),
  };
}

function stateOf({ readAt, deliveredAt, serverAcked }: OnPhone['record']): ShownMessage['state'] {
  if (readAt !== null) return 'read';
  if (deliveredAt !== null) return 'delivered';
  return serverAcked ? 'sent' : 'sending';
}

function targetOf(thread: Map<string, ShownMessage>, said: Said): ShownMessage | undefined {
  return thread.get((said.target as { messageId: string } | undefined)?.messageId ?? '');
}

function react(thread: Map<string, ShownMessage>, { record: { from } }: OnPhone, said: Said): void {
  const target = targetOf(thread, said);
  if (!target) return;
  const others = target.reactions.filter((reaction) => reaction.from !== from);
  target.reactions = said.emoji === '' ? others : [...others, { from, emoji: String(said.emoji) }];
}

function vote(thread: Map<string, ShownMessage>, { record: { from, chosen } }: OnPhone, said: Said): void {
  const target = targetOf(thread, said);
  if (!target || !chosen) return;
  target.votes = [...target.votes.filter((ballot) => ballot.from !== from), { from, chosen }];
}

/** Only who wrote a message may change it. */
function edit(thread: Map<string, ShownMessage>, { record: { from } }: OnPhone, said: Said): void {
  const target = targetOf(thread, said);
  if (target?.from !== from || !target.content || !said.content) return;
  target.content = said.content as Said;
  target.edited = true;
}

/** The server lets nobody through who may not. */
function remove(thread: Map<string, ShownMessage>, _by: OnPhone, said: Said): void {
  const target = targetOf(thread, said);
  if (!target) return;
  Object.assign(target, { content: null, context: null, hasFile: false, reactions: [], votes: [] });
}
