import { randomBytes } from 'node:crypto';
import { notify } from '../deliveries.js';
import { peopleChanged } from '../screen/changes.js';
import type { User } from '../users.js';
import type { Space } from '../wire/jid.js';
import { QueryError, stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import { Group, type GroupSettings, type Invitation } from './group.js';
import { bothNames, descriptionNode, groupNode, joinState, memberAddMode, participantNode } from './nodes.js';

/**
 * What members do to a group: clients by stanza, simulated people over HTTP. Each checks that the actor may, changes the group, and
 * tells all devices of all members, the actor's too. All throw QueryError: 403 not allowed, 404 or 406 not there, 409 already so.
 */

/** Invitations of single persons end after three days. */
const INVITATION_SECONDS = 3 * 86_400;

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

/** By invite link. */
export function joinGroup(world: World, actor: User, code: string): Group {
  const group = [...world.groups.values()].find((one) => one.inviteCode === code);
  if (!group) throw new QueryError(406, 'not-acceptable');
  return enter(world, actor, group);
}

/** For one person; it is for the actor to tell that person. */
export function invitePerson(world: World, actor: User, group: Group, user: User): Invitation {
  mustBeMember(group, actor);
  if (!group.settings.membersMayAdd) mustBeAdmin(group, actor);
  const expiresAt = world.seconds() + INVITATION_SECONDS;
  const invitation = { code: randomBytes(8).toString('base64url'), by: actor.phoneNumber, expiresAt };
  group.invitations.set(user.phoneNumber, invitation);
  return invitation;
}

/** By an invitation that is for the actor and was made by `inviter`. */
export function acceptInvitation(
  world: World,
  actor: User,
  group: Group,
  inviter: User | undefined,
  code: string,
): void {
  const invitation = group.invitations.get(actor.phoneNumber);
  const isGood = invitation?.code === code && invitation.by === inviter?.phoneNumber;
  if (!group.has(actor) && !isGood) throw new QueryError(406, 'not-acceptable');
  if (isGood && invitation.expiresAt < world.seconds()) throw new QueryError(410, 'gone');
  enter(world, actor, group);
}

/** With approval needed, the admins are asked, and the actor is in it when they agree. */
function enter(world: World, actor: User, group: Group): Group {
  if (group.has(actor)) throw new QueryError(409, 'conflict');
  if (group.settings.joinApproval) {
    group.requests.set(actor.phoneNumber, world.now());
    const asked = stanza('created_membership_requests', { request_method: 'invite_link' }, [
      participantNode(group, actor),
    ]);
    const admins = membersOf(world, group).filter((member) => group.isAdmin(member));
    tell(world, group, actor, asked, admins);
    return group;
  }
  group.admit(actor.phoneNumber);
  tell(world, group, actor, stanza('add', { reason: 'invite' }, [participantNode(group, actor)]));
  return group;
}

/** An admin lets people in who asked to join, or not. Gives an error code for each who did not ask. */
export function decideRequests(
  world: World,
  actor: User,
  group: Group,
  approve: boolean,
  users: User[],
): (number | undefined)[] {
  mustBeAdmin(group, actor);
  const errors = users.map((user) => (group.requests.has(user.phoneNumber) ? undefined : 404));
  const decided = users.filter((_, index) => errors[index] === undefined);
  for (const { phoneNumber } of decided) {
    group.requests.delete(phoneNumber);
    if (approve) group.admit(phoneNumber);
  }
  const nodes = decided.map((user) => participantNode(group, user));
  if (nodes.length > 0) tell(world, group, actor, stanza(approve ? 'add' : 'revoked_membership_requests', {}, nodes));
  return errors;
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

function tell(world: World, group: Group, actor: User, node: BinaryNode, audience = membersOf(world, group)): void {
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
