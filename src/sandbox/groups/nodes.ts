import type { User } from '../users.js';
import { stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import type { Group, Rank } from './group.js';

/** A person's two addresses under the names that a stanza of this group has for them. */
export function bothNames(group: Group, user: User | undefined, name: string): Record<string, string | undefined> {
  if (!user) return {};
  if (group.addressing === 'lid') return { [name]: user.jid('lid'), [`${name}_pn`]: user.jid('pn') };
  return { [name]: user.jid('pn'), [`${name}_lid`]: user.jid('lid') };
}

export function participantNode(group: Group, user: User, rank?: Rank): BinaryNode {
  const other = group.addressing === 'lid' ? { phone_number: user.jid('pn') } : { lid: user.jid('lid') };
  const type = rank === 'member' ? undefined : rank;
  return stanza('participant', { jid: user.jid(group.addressing), ...other, type });
}

/** All that members are told of the group. */
export function groupNode(world: World, group: Group): BinaryNode {
  const { settings, description } = group;
  const attrs = {
    id: group.jid.replace('@g.us', ''),
    subject: group.subject,
    s_t: seconds(group.subjectAt),
    ...bothNames(group, world.users.withNumber(group.subjectBy), 's_o'),
    creation: seconds(group.createdAt),
    ...bothNames(group, world.users.withNumber(group.creator), 'creator'),
    addressing_mode: group.addressing,
    size: group.members.size,
  };
  const members = [...group.members].flatMap(([number, rank]) => {
    const user = world.users.withNumber(number);
    return user ? [participantNode(group, user, rank)] : [];
  });
  const nodes = [...members, memberAddMode(settings.membersMayAdd)];
  if (description) nodes.push(descriptionNode(world, group, description));
  if (settings.announcement) nodes.push(stanza('announcement'));
  if (settings.locked) nodes.push(stanza('locked'));
  if (settings.joinApproval) nodes.push(stanza('membership_approval_mode', {}, [joinState(true)]));
  if (settings.ephemeralSeconds > 0) nodes.push(stanza('ephemeral', { expiration: settings.ephemeralSeconds }));
  return stanza('group', attrs, nodes);
}

export function descriptionNode(
  world: World,
  group: Group,
  { id, text, by, at }: NonNullable<Group['description']>,
): BinaryNode {
  const author = bothNames(group, world.users.withNumber(by), 'participant');
  return stanza('description', { id, t: seconds(at), ...author }, [stanza('body', {}, Buffer.from(text))]);
}

export function memberAddMode(everybody: boolean): BinaryNode {
  return stanza('member_add_mode', {}, Buffer.from(everybody ? 'all_member_add' : 'admin_add'));
}

export function joinState(on: boolean): BinaryNode {
  return stanza('group_join', { state: on ? 'on' : 'off' });
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
