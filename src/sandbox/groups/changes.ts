import { randomBytes } from 'node:crypto';
import { notify } from '../deliveries.js';
import { peopleChanged } from '../screen/changes.js';
import type { User } from '../users.js';
import type { Space } from '../wire/jid.js';
import { QueryError, stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import { Group, type GroupSettings } from './group.js';
import { bothNames, descriptionNode, groupNode, joinState, memberAddMode, participantNode } from './nodes.js';

/**
 * What members do to a group: clients by stanza, simulated people over HTTP. Each checks that the actor may, changes the group, and
 * tells all devices of all members, the actor's too. All throw QueryError: 403 not allowed, 404 or 406 not there, 409 already so.
 */

export type MemberAction = 'add' | 'remove' | 'promote' | 'demote';

export function createGroup(world: World, actor: User, subject: string, users: User[], addressing: Space): Group {
  const jid = `1203630${randomBytes(6).readUIntBE(0, 6)}@g.us`;
  const group = new Group(jid, actor.phoneNumber, world.now(), addressing, subject);
  for (const user of users) if (user !== actor && !user.behaviour.groupsByInvite) group.admit(user.phoneNumber);
  world.groups.set(jid, group);
  tell(world, group, actor, createNode(world, group));
  return group;
}

/** Gives for each user an error code, or undefined when it is done. */
export function changeMembers(
  world: World,
  actor: User,
  group: Group,
  action: MemberAction,
  users: User[],
): (number | undefined)[] {
  if (action !== 'add' || !group.settings.membersMayAdd) mustBeAdmin(group, actor);
  mustBeMember(group, actor);
  const errors = users.map((user) => obstacle(group, action, user));
  const changed = users.filter((_, index) => errors[index] === undefined);
  if (changed.length === 0) return errors;
  const before = membersOf(world, group);
  for (const { phoneNumber } of changed) {
    if (action === 'remove') group.members.delete(phoneNumber);
    else group.admit(phoneNumber, action === 'promote' ? 'admin' : 'member');
  }
  if (action === 'remove') forgetSenderKeys(before, group);
  const nodes = changed.map((user) => participantNode(group, user, group.members.get(user.phoneNumber)));
  tell(world, group, actor, stanza(action, {}, nodes), [...new Set([...before, ...membersOf(world, group)])]);
  return errors;
}

function obstacle(group: Group, action: MemberAction, user: User): number | undefined {
  if (action === 'add' && group.has(user)) return 409;
  if (action === 'add') return user.behaviour.groupsByInvite ? 403 : undefined;
  if (!group.has(user)) return 404;
  return group.members.get(user.phoneNumber) === 'superadmin' ? 405 : undefined;
}

export function leaveGroup(world: World, actor: User, group: Group): void {
  mustBeMember(group, actor);
  const before = membersOf(world, group);
  group.members.delete(actor.phoneNumber);
  forgetSenderKeys(before, group);
  tell(world, group, actor, stanza('remove', {}, [participantNode(group, actor)]), before);
}

export function setSubject(world: World, actor: User, group: Group, subject: string): void {
  mayEdit(group, actor);
  Object.assign(group, { subject, subjectBy: actor.phoneNumber, subjectAt: world.now() });
  const attrs = { subject, s_t: world.seconds(), ...bothNames(group, actor, 's_o') };
  tell(world, group, actor, stanza('subject', attrs));
}

/** `id` names the new text; undefined takes the description away. */
export function setDescription(world: World, actor: User, group: Group, text: string, id: string | undefined): void {
  mayEdit(group, actor);
  group.description = id === undefined ? null : { id, text, by: actor.phoneNumber, at: world.now() };
  const node = group.description
    ? descriptionNode(world, group, group.description)
    : stanza('description', { delete: 'true' });
  tell(world, group, actor, node);
}

export function setSettings(world: World, actor: User, group: Group, settings: Partial<GroupSettings>): void {
  mustBeAdmin(group, actor);
  for (const [name, value] of Object.entries(settings)) {
    Object.assign(group.settings, { [name]: value });
    tell(world, group, actor, settingNode(group, name as keyof GroupSettings));
  }
}

function settingNode({ settings }: Group, name: keyof GroupSettings): BinaryNode {
  switch (name) {
    case 'announcement':
      return stanza(settings.announcement ? 'announcement' : 'not_announcement');
    case 'locked':
      return stanza(settings.locked ? 'locked' : 'unlocked');
    case 'joinApproval':
      return stanza('membership_approval_mode', {}, [joinState(settings.joinApproval)]);
    case 'membersMayAdd':
      return memberAddMode(settings.membersMayAdd);
    case 'ephemeralSeconds':
      if (settings.ephemeralSeconds === 0) return stanza('not_ephemeral');
      return stanza('ephemeral', { expiration: settings.ephemeralSeconds });
  }
}

export function renewInvite(world: World, actor: User, group: Group): string {
  mustBeAdmin(group, actor);
  const code = group.renewInvite();
  tell(world, group, actor, stanza('invite', { code }));
  return code;
}

export function mayEdit(group: Group, actor: User): void {
  mustBeMember(group, actor);
  if (group.settings.locked) mustBeAdmin(group, actor);
}

export function mustBeMember(group: Group, actor: User): void {
  if (!group.has(actor)) throw new QueryError(403, 'forbidden');
}

export function mustBeAdmin(group: Group, actor: User): void {
  if (!group.isAdmin(actor)) throw new QueryError(403, 'forbidden');
}

export function membersOf(world: World, group: Group): User[] {
  return [...group.members.keys()].flatMap((number) => world.users.withNumber(number) ?? []);
}

/** Who left must not read on: every simulated member starts a new sender key. */
function forgetSenderKeys(members: User[], group: Group): void {
  for (const { device } of members) device.forgetSenderKey(group.jid);
}

function createNode(world: World, group: Group): BinaryNode {
  return stanza('create', { type: 'new', key: group.jid }, [groupNode(world, group)]);
}

/** All devices of these users, the actor's too. */
export function tell(
  world: World,
  group: Group,
  actor: User,
  node: BinaryNode,
  audience = membersOf(world, group),
): void {
  peopleChanged(world);
  const attrs = bothNames(group, actor, 'participant');
  for (const user of audience) {
    for (const companion of user.companions.values()) {
      notify(world, companion, 'w:gp2', group.jid, [node], {
        ...attrs,
        notify: actor.name,
        addressing_mode: group.addressing,
      });
    }
  }
}
