import type { AccountQuestion } from './rpc.js';

/** What a member is in a group. Who made it stays its superadmin. */
export const GROUP_ROLES = ['member', 'admin', 'superadmin'] as const;
export type GroupRole = (typeof GROUP_ROLES)[number];

export interface GroupMember {
  /** Canonical JID, by phone number where WhatsApp tells it. */
  id: string;
  lid: string | null;
  role: GroupRole;
}

export const MEMBER_ADD_MODES = ['all', 'admins'] as const;
export type MemberAddMode = (typeof MEMBER_ADD_MODES)[number];

/** Seconds after which messages may disappear: never, a day, a week, 90 days. WhatsApp's own clients offer no others. */
export const EPHEMERAL_SECONDS = [0, 86_400, 604_800, 7_776_000];

export interface GroupSettings {
  /** Only administrators write. */
  announce: boolean;
  /** Only administrators change subject, description, picture and disappearing. */
  locked: boolean;
  /** Who adds people. */
  memberAddMode: MemberAddMode;
  /** An administrator lets in who joins by link. */
  joinApproval: boolean;
  /** Messages disappear after so many seconds; 0: never. */
  ephemeralSeconds: number;
}

export interface GroupSummary extends GroupSettings {
  groupId: string;
  subject: string;
  description: string | null;
  owner: string | null;
  /** ISO 8601. */
  createdAt: string | null;
  size: number;
  /** What the session's account is in it; null where WhatsApp does not show. */
  role: GroupRole | null;
}

export interface Group extends GroupSummary {
  participants: GroupMember[];
}

/** What is to be different; what is absent stays. A null description is taken away. */
export type GroupChanges = Partial<GroupSettings & { subject: string; description: string | null }>;

/** What has become different, of what members see. */
export type GroupUpdate = GroupChanges & {
  /** The group was made with the account in it, or the account was taken in. */
  joined?: true;
  /** Null: the picture was taken away. */
  pictureId?: string | null;
  /** The link that is good from now on. */
  inviteCode?: string;
  /** WhatsApp's own name of a change that this version does not know. */
  rawKind?: string;
};

/** What happened to people in a group. `leave` is of one's own will; the last four are about joining and numbers. */
export const GROUP_ACTIONS = [
  'add',
  'remove',
  'leave',
  'promote',
  'demote',
  'request',
  'withdraw',
  'reject',
  'number_changed',
] as const;
export type GroupAction = (typeof GROUP_ACTIONS)[number];

export const MEMBER_ACTIONS = ['add', 'remove', 'promote', 'demote'] as const;
export type MemberAction = (typeof MEMBER_ACTIONS)[number];

/** What became of one person. */
export interface MemberResult {
  id: string;
  /** Null: it is done. Else WhatsApp's code of the reason. */
  error: number | null;
  /** Where the person must be invited instead: what to send. */
  invite: { code: string; expiresAt: string | null } | null;
}

/** Somebody who wants to join. */
export interface JoinRequest {
  id: string;
  lid: string | null;
  /** ISO 8601. */
  requestedAt: string | null;
  /** How WhatsApp says that it came: `invite_link`, `linked_group_join`, `non_admin_add`. */
  method: string | null;
}

/** What can be asked of WhatsApp about groups, and what it answers. Addresses are canonical JIDs. */
export interface GroupQuestions {
  list: { about: object; answer: GroupSummary[] };
  show: { about: { groupId: string }; answer: Group };
  create: { about: { subject: string; participants: string[] }; answer: Group & { notAdded: MemberResult[] } };
  change: { about: { groupId: string; changes: GroupChanges }; answer: Group };
  members: { about: { groupId: string; action: MemberAction; participants: string[] }; answer: MemberResult[] };
  invite: { about: { groupId: string; renew: boolean }; answer: { inviteCode: string } };
  /** `isMember` is false where an administrator has to let the account in first. */
  join: { about: { inviteCode: string }; answer: { groupId: string; isMember: boolean } };
  /** By an invitation that `from` sent; `expiresAt` in epoch seconds, as it says. */
  accept: {
    about: { groupId: string; inviteCode: string; expiresAt: number; from: string };
    answer: { groupId: string; isMember: boolean };
  };
  leave: { about: { groupId: string }; answer: object };
  requests: { about: { groupId: string }; answer: JoinRequest[] };
  decide: { about: { groupId: string; approve: boolean; participants: string[] }; answer: MemberResult[] };
  /** Null: there is none, or it is not shown. */
  picture: { about: { groupId: string }; answer: { url: string | null } };
  /** `picture`: a square JPEG in base64; null takes it away. */
  setPicture: { about: { groupId: string; picture: string | null }; answer: object };
}

export type GroupQuestionKind = keyof GroupQuestions;

export const GROUP_QUESTION_KINDS = [
  'list',
  'show',
  'create',
  'change',
  'members',
  'invite',
  'join',
  'accept',
  'leave',
  'requests',
  'decide',
  'picture',
  'setPicture',
] as const satisfies GroupQuestionKind[];

export interface GroupQuestion extends AccountQuestion {
  kind: GroupQuestionKind;
  about: object;
}
