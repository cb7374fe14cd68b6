import { type Group, type GroupSummary, type JoinRequest, type MemberResult, phoneOf } from '../../contracts/index.js';
import { wrongField } from '../../platform/problems/index.js';
import type { GroupDto, GroupListDto, JoinRequestDto, MemberFailure, MemberResultDto } from './group-answers.dto.js';

/** What was asked for a person. */
export type Deed = 'add' | 'remove' | 'promote' | 'demote' | 'decide';

export function groupView(group: Group): GroupDto {
  return {
    ...group,
    participants: group.participants.map((member) => ({ ...member, phoneNumber: phoneOf(member.id) })),
  };
}

export function requestView(request: JoinRequest): JoinRequestDto {
  return { ...request, phoneNumber: phoneOf(request.id) };
}

export function resultView(deed: Deed, { id, error, invite }: MemberResult): MemberResultDto {
  const who = { id, phoneNumber: phoneOf(id) };
  if (error === null) return { ...who, done: true };
  return { ...who, done: false, reason: failureOf(deed, error), code: error, ...(invite && { invite }) };
}

/** WhatsApp's codes for one person (whatsmeow, group.go, and what Baileys' users report). */
function failureOf(deed: Deed, error: number): MemberFailure {
  switch (error) {
    case 401:
      return 'BLOCKED';
    case 403:
      return deed === 'add' ? 'INVITE_NEEDED' : 'NOT_ALLOWED';
    case 404:
      return deed === 'add' ? 'NOT_ON_WHATSAPP' : deed === 'decide' ? 'NO_REQUEST' : 'NOT_A_MEMBER';
    case 405:
      return 'NOT_ALLOWED';
    case 408:
      return 'LEFT_RECENTLY';
    case 409:
      return 'ALREADY_A_MEMBER';
    default:
      return 'REFUSED';
  }
}

/** A page of all groups, in the order of their addresses, so that a group that comes or goes moves no other. */
export function pageOf(all: GroupSummary[], limit: number, cursor: string | undefined): GroupListDto {
  const after = cursor === undefined ? '' : placeIn(cursor);
  const rest = all
    .filter(({ groupId }) => groupId > after)
    .sort((one, other) => (one.groupId < other.groupId ? -1 : 1));
  const groups = rest.slice(0, limit);
  const last = groups.at(-1);
  const nextCursor = last && rest.length > limit ? Buffer.from(last.groupId).toString('base64url') : null;
  return { groups, pagination: { limit, nextCursor } };
}

function placeIn(cursor: string): string {
  const groupId = Buffer.from(cursor, 'base64url').toString();
  if (/^[\d-]+@g\.us$/.test(groupId)) return groupId;
  throw wrongField('cursor', 'must be the nextCursor of an earlier answer');
}
