import { randomBytes } from 'node:crypto';
import type { User } from '../users.js';
import { QueryError, stanza } from '../wire/stanza.js';
import type { World } from '../world.js';
import { membersOf, mustBeAdmin, mustBeMember, tell } from './changes.js';
import type { Group, Invitation } from './group.js';
import { participantNode } from './nodes.js';

/** How people come into a group other than by being added. Throws as changes.ts does. */

/** Invitations of single persons end after three days. */
const INVITATION_SECONDS = 3 * 86_400;

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
