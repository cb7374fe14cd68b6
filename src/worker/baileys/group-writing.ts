import type { GroupMetadata } from '@whiskeysockets/baileys';
import { bareJid, type MessageContext, type OutboundContent, type OutboxMessage } from '../../contracts/index.js';
import { NotSendable } from '../whatsapp/port.js';
import { disappearing } from './chat-timers.js';
import { withNames } from './mention-names.js';

type Group = Pick<GroupMetadata, 'addressingMode' | 'participants' | 'ephemeralDuration' | 'announce'>;
type Participant = Group['participants'][number];

/**
 * The message as it is written in its group: people have the addresses that the group uses, also in the text, and it disappears when
 * the messages of the group do.
 */
export function writtenIn(group: Group, message: OutboxMessage): OutboxMessage {
  const { content, context } = message;
  const named = namesIn(group);
  const people = (context?.mentions ?? []).map((jid) => [jid, named(jid)] as const);
  const said = withAuthor(withNames(content, people), named);
  const written = { ...message, content: said, ...(context && { context: withPeople(context, named) }) };
  return disappearing(written, group.ephemeralDuration || null);
}

/** Throws NotSendable when only administrators write here, and the account with these addresses is none. Others may still react. */
export function refuseSilenced({ announce, participants }: Group, own: string[], { content }: OutboxMessage): void {
  if (!announce || 'target' in content) return;
  const me = participants.find((one) => addressesOf(one).some((jid) => own.includes(jid)));
  if (me && !me.admin) throw new NotSendable('GROUP_ADMINS_ONLY');
}

/** The address that a group has for a person, whichever of the person's addresses is given. */
export function namesIn({ participants }: Pick<Group, 'participants'>): (jid: string) => string {
  const names = new Map(participants.flatMap((one) => addressesOf(one).map((jid) => [jid, bareJid(one.id)] as const)));
  return (jid) => names.get(jid) ?? jid;
}

export function addressesOf({ id, lid, phoneNumber }: Participant): string[] {
  return [id, phoneNumber, lid].filter((jid): jid is string => !!jid).map(bareJid);
}

function withPeople(context: MessageContext, named: (jid: string) => string): MessageContext {
  const { replyTo, mentions } = context;
  const quoted = replyTo && { ...replyTo, author: named(replyTo.author) };
  return { ...context, replyTo: quoted, mentions: mentions.map(named) };
}

function withAuthor(content: OutboundContent, named: (jid: string) => string): OutboundContent {
  if (!('target' in content)) return content;
  return { ...content, target: { ...content.target, author: named(content.target.author) } };
}
