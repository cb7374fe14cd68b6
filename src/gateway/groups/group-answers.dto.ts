import { ApiProperty } from '@nestjs/swagger';
import { GROUP_ROLES, type GroupRole, MEMBER_ADD_MODES, type MemberAddMode } from '../../contracts/index.js';

export class GroupMemberDto {
  /** By phone number where WhatsApp tells it. @example '628123456789@s.whatsapp.net' */
  id: string;
  /** @example '+628123456789' */
  phoneNumber: string | null;
  /** @example '98765432101234@lid' */
  lid: string | null;
  @ApiProperty({ enum: GROUP_ROLES, example: 'admin' })
  role: GroupRole;
}

export class GroupSummaryDto {
  /** @example '120363041234567890@g.us' */
  groupId: string;
  /** @example 'Order 4711' */
  subject: string;
  description: string | null;
  /** @example '628123456789@s.whatsapp.net' */
  owner: string | null;
  /** @example '2026-01-01T00:00:00.000Z' */
  createdAt: string | null;
  /** How many are in it. @example 12 */
  size: number;
  @ApiProperty({ enum: GROUP_ROLES, nullable: true, description: 'What the session is in it.' })
  role: GroupRole | null;
  /** Only administrators write. */
  announce: boolean;
  /** Only administrators change subject, description, picture and disappearing. */
  locked: boolean;
  @ApiProperty({ enum: MEMBER_ADD_MODES, description: 'Who adds people.' })
  memberAddMode: MemberAddMode;
  /** An administrator lets in who joins by link. */
  joinApproval: boolean;
  /** Messages disappear after so many seconds; 0: never. */
  ephemeralSeconds: number;
}

export class GroupDto extends GroupSummaryDto {
  participants: GroupMemberDto[];
}

export const MEMBER_FAILURES = [
  'INVITE_NEEDED',
  'NOT_ON_WHATSAPP',
  'NOT_A_MEMBER',
  'NO_REQUEST',
  'ALREADY_A_MEMBER',
  'LEFT_RECENTLY',
  'BLOCKED',
  'NOT_ALLOWED',
  'REFUSED',
] as const;
export type MemberFailure = (typeof MEMBER_FAILURES)[number];

export class MemberInviteDto {
  /** To be sent to the person, as a message of the type `groupInvite`. */
  code: string;
  expiresAt: string | null;
}

export class MemberResultDto {
  /** @example '628123456789@s.whatsapp.net' */
  id: string;
  /** @example '+628123456789' */
  phoneNumber: string | null;
  /** Whether it was done for this person. */
  done: boolean;
  @ApiProperty({
    enum: MEMBER_FAILURES,
    required: false,
    description: 'Why not. INVITE_NEEDED: the person’s privacy wants an invite.',
  })
  reason?: MemberFailure;
  /** WhatsApp's own code of the reason. */
  code?: number;
  /** Where WhatsApp offers to invite the person instead. */
  invite?: MemberInviteDto;
}

export class MemberResultsDto {
  groupId: string;
  results: MemberResultDto[];
}

export class CreatedGroupDto extends GroupDto {
  /** Who of those asked for is not in it, and why. */
  notAdded: MemberResultDto[];
}

export class GroupPaginationDto {
  /** @example 50 */
  limit: number;
  /** Gives the next page; null on the last one. */
  nextCursor: string | null;
}

export class GroupListDto {
  groups: GroupSummaryDto[];
  pagination: GroupPaginationDto;
}

export class GroupInviteDto {
  groupId: string;
  /** @example 'AbCdEfGh12345' */
  inviteCode: string;
  /** @example 'https://chat.whatsapp.com/AbCdEfGh12345' */
  inviteLink: string;
}

export class JoinedGroupDto {
  groupId: string;
  @ApiProperty({ enum: ['JOINED', 'REQUESTED'], description: 'REQUESTED: an administrator has to let the session in.' })
  status: 'JOINED' | 'REQUESTED';
}

export class LeftGroupDto {
  groupId: string;
  @ApiProperty({ enum: ['LEFT'] })
  status: 'LEFT';
}

export class GroupPictureDto {
  groupId: string;
  /** Where WhatsApp has it, for some days. */
  url: string;
}

export class JoinRequestDto {
  /** @example '628123456789@s.whatsapp.net' */
  id: string;
  phoneNumber: string | null;
  lid: string | null;
  requestedAt: string | null;
  /** How it came, in WhatsApp's words. @example 'invite_link' */
  method: string | null;
}

export class JoinRequestListDto {
  groupId: string;
  requests: JoinRequestDto[];
}
