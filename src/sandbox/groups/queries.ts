import type { Companion, User } from '../users.js';
import { bytes, child, children, QueryError, stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import {
  changeMembers,
  createGroup,
  leaveGroup,
  mustBeAdmin,
  mustBeMember,
  renewInvite,
  setDescription,
  setSettings,
  setSubject,
  type MemberAction,
} from './changes.js';
import { acceptInvitation, decideRequests, invitePerson, joinGroup } from './entry.js';
import { isGroup, type Group, type GroupSettings } from './group.js';
import { groupNode } from './nodes.js';

interface Asked {
  world: World;
  actor: User;
  node: BinaryNode;
}

type Answer = BinaryNode[];

/** `w:g2`: what a client asks about one group, or about all (`@g.us`). The request's only child says what. */
export function answerGroupQuery(world: World, { user: actor }: Companion, request: BinaryNode): Answer {
  const { to, type = '' } = request.attrs;
  const [node] = children(request);
  if (!node) throw new QueryError(400, 'bad-request');
  const asked = { world, actor, node };
  const name = `${type} ${node.tag}`;
  if (!isGroup(to) || to === '@g.us') {
    const handler = ofAllGroups[name];
    if (!handler) throw new QueryError(501, 'feature-not-implemented');
    return handler(asked);
  }
  const handler = ofOneGroup[name];
  if (!handler) throw new QueryError(501, 'feature-not-implemented');
  return handler({ ...asked, group: groupAt(world, to) });
}

const ofAllGroups: Record<string, (asked: Asked) => Answer> = {
  'get participating': ({ world, actor }) => {
    const mine = [...world.groups.values()].filter((group) => group.has(actor));
    return [
      stanza(
        'groups',
        {},
        mine.map((group) => groupNode(world, group)),
      ),
    ];
  },
  'get invite': ({ world, node }) => {
    const group = [...world.groups.values()].find(({ inviteCode }) => inviteCode === node.attrs.code);
    if (!group) throw new QueryError(406, 'not-acceptable');
    return [groupNode(world, group)];
  },
  'set create': ({ world, actor, node }) => {
    const users = participants(world, node).flatMap(({ user }) => user ?? []);
    return [groupNode(world, createGroup(world, actor, node.attrs.subject ?? '', users, 'lid'))];
  },
  'set invite': ({ world, actor, node }) => {
    const group = joinGroup(world, actor, node.attrs.code ?? '');
    return [entry(group, actor)];
  },
  'set leave': ({ world, actor, node }) => {
    for (const group of children(node, 'group')) leaveGroup(world, actor, groupAt(world, group.attrs.id));
    return [];
  },
};

type AskedOfGroup = Asked & { group: Group };

const ofOneGroup: Record<string, (asked: AskedOfGroup) => Answer> = {
  'get query': ({ world, actor, group }) => {
    mustBeMember(group, actor);
    return [groupNode(world, group)];
  },
  'get invite': ({ actor, group }) => {
    mustBeAdmin(group, actor);
    return [stanza('invite', { code: group.inviteCode })];
  },
  'set invite': ({ world, actor, group }) => [stanza('invite', { code: renewInvite(world, actor, group) })],
  'set accept': ({ world, actor, group, node }) => {
    const { code = '', admin = '' } = node.attrs;
    acceptInvitation(world, actor, group, world.users.at(admin), code);
    return [entry(group, actor)];
  },
  'set add': (asked) => members(asked, 'add'),
  'set remove': (asked) => members(asked, 'remove'),
  'set promote': (asked) => members(asked, 'promote'),
  'set demote': (asked) => members(asked, 'demote'),
  'set subject': ({ world, actor, group, node }) => {
    setSubject(world, actor, group, bytes(node).toString());
    return [];
  },
  'set description': ({ world, actor, group, node }) => {
    const text = bytes(child(node, 'body')).toString();
    setDescription(world, actor, group, text, node.attrs.delete ? undefined : node.attrs.id);
    return [];
  },
  'set announcement': (asked) => setting(asked, { announcement: true }),
  'set not_announcement': (asked) => setting(asked, { announcement: false }),
  'set locked': (asked) => setting(asked, { locked: true }),
  'set unlocked': (asked) => setting(asked, { locked: false }),
  'set ephemeral': (asked) => setting(asked, { ephemeralSeconds: Number(asked.node.attrs.expiration) }),
  'set not_ephemeral': (asked) => setting(asked, { ephemeralSeconds: 0 }),
  'set member_add_mode': (asked) =>
    setting(asked, { membersMayAdd: bytes(asked.node).toString() === 'all_member_add' }),
  'set membership_approval_mode': (asked) =>
    setting(asked, { joinApproval: child(asked.node, 'group_join')?.attrs.state === 'on' }),
  'get membership_approval_requests': ({ world, actor, group }) => {
    mustBeAdmin(group, actor);
    return [stanza('membership_approval_requests', {}, requestNodes(world, group))];
  },
  'set membership_requests_action': decide,
};

/** Whether who was let in is in it, or waits for an admin. */
function entry(group: Group, actor: User): BinaryNode {
  return stanza(group.has(actor) ? 'group' : 'membership_approval_request', { jid: group.jid });
}

function setting({ world, actor, group }: AskedOfGroup, settings: Partial<GroupSettings>): Answer {
  setSettings(world, actor, group, settings);
  return [];
}

/**
 * Each participant is answered for itself; an attribute `error` says that it was not done. Who can only be invited comes with the
 * invite (whatsmeow, group.go, GroupParticipantAddRequest).
 */
function members({ world, actor, group, node }: AskedOfGroup, action: MemberAction): Answer {
  const asked = participants(world, node);
  const known = asked.flatMap(({ user }) => user ?? []);
  const errors = changeMembers(world, actor, group, action, known);
  const answers = asked.map(({ jid, user }) => {
    const error = user ? errors[known.indexOf(user)] : 404;
    const invite = user && action === 'add' && error === 403 ? [addRequest(world, actor, group, user)] : undefined;
    return stanza('participant', { jid, error }, invite);
  });
  return [stanza(action, {}, answers)];
}

function addRequest(world: World, actor: User, group: Group, user: User): BinaryNode {
  const { code, expiresAt } = invitePerson(world, actor, group, user);
  return stanza('add_request', { code, expiration: expiresAt });
}

function decide({ world, actor, group, node }: AskedOfGroup): Answer {
  const [action] = children(node);
  if (!action) throw new QueryError(400, 'bad-request');
  const asked = participants(world, action);
  const known = asked.flatMap(({ user }) => user ?? []);
  const errors = decideRequests(world, actor, group, action.tag === 'approve', known);
  const answers = asked.map(({ jid, user }) =>
    stanza('participant', { jid, error: user ? errors[known.indexOf(user)] : 404 }),
  );
  return [stanza(node.tag, {}, [stanza(action.tag, {}, answers)])];
}

function requestNodes(world: World, group: Group): BinaryNode[] {
  return [...group.requests].flatMap(([number, at]) => {
    const user = world.users.withNumber(number);
    if (!user) return [];
    const attrs = { jid: user.jid(group.addressing), request_method: 'invite_link' };
    return [stanza('membership_approval_request', { ...attrs, request_time: Math.floor(at / 1000) })];
  });
}

function participants(world: World, node: BinaryNode): { jid: string; user: User | undefined }[] {
  return children(node, 'participant').map(({ attrs: { jid = '' } }) => ({ jid, user: world.users.at(jid) }));
}

/** @throws QueryError 404 */
function groupAt(world: World, jid: string | undefined): Group {
  const group = jid === undefined ? undefined : world.groups.get(jid);
  if (!group) throw new QueryError(404, 'item-not-found');
  return group;
}
