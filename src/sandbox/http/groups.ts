import {
  changeMembers,
  createGroup,
  leaveGroup,
  renewInvite,
  setDescription,
  setSettings,
  setSubject,
  type MemberAction,
} from '../groups/changes.js';
import { invitePerson, joinGroup } from '../groups/entry.js';
import type { Group, GroupSettings } from '../groups/group.js';
import { newMessageId } from '../ledger.js';
import type { User } from '../users.js';
import type { Space } from '../wire/jid.js';
import { QueryError } from '../wire/stanza.js';
import type { World } from '../world.js';
import { Problem, route, type Call, type Route } from './route.js';
import type { Schema } from './schema.js';
import { phoneNumberSchema, time, userAt } from './views.js';

const tag = 'Groups';
const by: Schema = { ...phoneNumberSchema, description: 'Who does it.' };
const people: Schema = { type: 'array', items: phoneNumberSchema };

const settingSchemas = {
  announcement: { type: 'boolean', description: 'Only admins may write.' },
  locked: { type: 'boolean', description: 'Only admins may change subject, description and picture.' },
  ephemeralSeconds: { type: 'integer', minimum: 0, description: 'Messages disappear after so many; 0 is never.' },
  joinApproval: { type: 'boolean', description: 'Who joins by link must be let in.' },
  membersMayAdd: { type: 'boolean' },
} as const;

interface NewGroup {
  by: string;
  subject: string;
  participants?: string[];
  addressing?: Space;
}

interface GroupChange extends Partial<GroupSettings> {
  by: string;
  subject?: string;
  description?: string | null;
  /** Makes a new invite link. */
  renewInvite?: boolean;
}

interface MemberChange {
  by: string;
  action: MemberAction;
  participants: string[];
}

const exampleGroup = {
  jid: '120363012345678901@g.us',
  subject: 'Friends',
  description: null,
  addressing: 'lid',
  inviteCode: 'q1w2e3r4t5',
  settings: { announcement: false, locked: false, ephemeralSeconds: 0, joinApproval: false, membersMayAdd: true },
  createdAt: '2026-01-01T12:00:00.000Z',
  participants: [{ phoneNumber: '15550001111', rank: 'superadmin' }],
  requests: [],
};

/** Groups, as simulated people act on them; what clients do to them comes by stanza. */
export const groupRoutes: Route[] = [
  route<NewGroup>({
    method: 'POST',
    path: '/groups',
    tag,
    summary: 'Create a group',
    body: {
      type: 'object',
      required: ['by', 'subject'],
      properties: {
        ...{ by, subject: { type: 'string' }, participants: people },
        addressing: { type: 'string', enum: ['pn', 'lid'], description: 'How its members are addressed. Default lid.' },
      },
    },
    status: 201,
    answer: exampleGroup,
    handle: ({ world, body }) => {
      const others = (body.participants ?? []).map((number) => userAt(world, number));
      return view(createGroup(world, userAt(world, body.by), body.subject, others, body.addressing ?? 'lid'));
    },
  }),
  route({
    method: 'GET',
    path: '/groups',
    tag,
    summary: 'List groups',
    status: 200,
    answer: { groups: [exampleGroup] },
    handle: ({ world }) => ({ groups: [...world.groups.values()].map(view) }),
  }),
  route({
    method: 'GET',
    path: '/groups/{jid}',
    tag,
    summary: 'Show a group',
    status: 200,
    answer: exampleGroup,
    handle: (call) => view(groupOf(call)),
  }),
  route<GroupChange>({
    method: 'PATCH',
    path: '/groups/{jid}',
    tag,
    summary: 'Change a group',
    body: {
      type: 'object',
      required: ['by'],
      properties: {
        ...{ by, subject: { type: 'string' }, description: { type: 'string', nullable: true } },
        renewInvite: { type: 'boolean', description: 'Makes a new invite link.' },
        ...settingSchemas,
      },
    },
    status: 200,
    answer: exampleGroup,
    handle: (call) => asProblem(() => change(call.world, groupOf(call), call.body)),
  }),
  route<MemberChange>({
    method: 'POST',
    path: '/groups/{jid}/participants',
    tag,
    summary: 'Add, remove, promote or demote people',
    body: {
      type: 'object',
      required: ['by', 'action', 'participants'],
      properties: {
        by,
        action: { type: 'string', enum: ['add', 'remove', 'promote', 'demote'] },
        participants: people,
      },
    },
    status: 200,
    answer: exampleGroup,
    handle: (call) => {
      const { world, body } = call;
      const users = body.participants.map((number) => userAt(world, number));
      return asProblem(() => {
        changeMembers(world, userAt(world, body.by), groupOf(call), body.action, users);
        return view(groupOf(call));
      });
    },
  }),
  route<{ by: string; to: string }>({
    method: 'POST',
    path: '/groups/{jid}/invitations',
    tag,
    summary: 'Invite one person',
    description:
      'Good for three days. The person is told by a message of the type `groupInvite`, which is for you to send.',
    body: { type: 'object', required: ['by', 'to'], properties: { by, to: phoneNumberSchema } },
    status: 201,
    answer: { inviteCode: 'q1w2e3r4t5', expiresAt: '2026-01-04T12:00:00.000Z' },
    handle: (call) =>
      asProblem(() => {
        const { world, body } = call;
        const { code, expiresAt } = invitePerson(world, actor(call), groupOf(call), userAt(world, body.to));
        return { inviteCode: code, expiresAt: time(expiresAt * 1000) };
      }),
  }),
  route<{ by: string }>({
    method: 'POST',
    path: '/groups/{jid}/join',
    tag,
    summary: 'Join by the invite link',
    description: 'Where approval is needed, the admins are asked.',
    body: { type: 'object', required: ['by'], properties: { by } },
    status: 200,
    answer: exampleGroup,
    handle: (call) => asProblem(() => view(joinGroup(call.world, actor(call), groupOf(call).inviteCode))),
  }),
  route<{ by: string }>({
    method: 'POST',
    path: '/groups/{jid}/leave',
    tag,
    summary: 'Leave a group',
    body: { type: 'object', required: ['by'], properties: { by } },
    status: 200,
    answer: exampleGroup,
    handle: (call) =>
      asProblem(() => {
        leaveGroup(call.world, actor(call), groupOf(call));
        return view(groupOf(call));
      }),
  }),
];

function change(world: World, group: Group, wanted: GroupChange) {
  const { by: number, subject, description, renewInvite: renew, ...settings } = wanted;
  const user = userAt(world, number);
  if (subject !== undefined) setSubject(world, user, group, subject);
  if (description !== undefined) {
    setDescription(world, user, group, description ?? '', description === null ? undefined : newMessageId());
  }
  if (Object.keys(settings).length > 0) setSettings(world, user, group, settings);
  if (renew) renewInvite(world, user, group);
  return view(group);
}

function actor({ world, body }: Call<{ by: string }>): User {
  return userAt(world, body.by);
}

/** What a client would be told as an iq error. */
function asProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new Problem(error.code === 403 ? 403 : 409, 'Refused', `${error.code} ${error.message}`);
  }
}

/** @throws Problem 404 */
function groupOf({ world, params }: Pick<Call, 'world' | 'params'>): Group {
  const group = world.groups.get(params.jid ?? '');
  if (!group) throw new Problem(404, 'Not found', `There is no group ${params.jid}.`);
  return group;
}

function view(group: Group) {
  const { jid, subject, addressing, inviteCode, settings, createdAt } = group;
  return {
    ...{ jid, subject, description: group.description?.text ?? null, addressing, inviteCode, settings },
    createdAt: time(createdAt),
    participants: [...group.members].map(([phoneNumber, rank]) => ({ phoneNumber, rank })),
    requests: [...group.requests.keys()],
  };
}
