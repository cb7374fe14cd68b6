import { randomBytes } from 'node:crypto';
import type { User } from '../users.js';
import type { Space } from '../wire/jid.js';

export type Rank = 'member' | 'admin' | 'superadmin';

export interface Description {
  id: string;
  text: string;
  /** Phone number. */
  by: string;
  at: number;
}

/** What admins can switch. */
export interface GroupSettings {
  /** Only admins may write. */
  announcement: boolean;
  /** Only admins may change subject, description and picture. */
  locked: boolean;
  /** Seconds after which messages disappear; 0 is never. */
  ephemeralSeconds: number;
  /** Who joins by link must be let in by an admin. */
  joinApproval: boolean;
  /** Every member may add others. */
  membersMayAdd: boolean;
}

/** For one person who may not be added just so. */
export interface Invitation {
  code: string;
  /** Phone number of who invites. */
  by: string;
  /** Epoch seconds. */
  expiresAt: number;
}

/** A group as the server keeps it. People are phone numbers, times milliseconds. */
export class Group {
  description: Description | null = null;
  inviteCode = newInviteCode();
  /** In the order they came. */
  readonly members = new Map<string, Rank>();
  /** Those who asked to join, and when. */
  readonly requests = new Map<string, number>();
  /** By who is invited. */
  readonly invitations = new Map<string, Invitation>();
  /** Everybody whose messages may be in it. */
  readonly authors = new Set<string>();
  readonly settings: GroupSettings = {
    announcement: false,
    locked: false,
    ephemeralSeconds: 0,
    joinApproval: false,
    membersMayAdd: true,
  };

  constructor(
    readonly jid: string,
    readonly creator: string,
    readonly createdAt: number,
    /** Which address of people is written first. */
    readonly addressing: Space,
    public subject: string,
    public subjectBy = creator,
    public subjectAt = createdAt,
  ) {
    this.admit(creator, 'superadmin');
  }

  admit(phoneNumber: string, rank: Rank = 'member'): void {
    this.members.set(phoneNumber, rank);
    this.authors.add(phoneNumber);
    this.requests.delete(phoneNumber);
    this.invitations.delete(phoneNumber);
  }

  toJson(): GroupJson {
    const { jid, creator, createdAt, addressing, subject, subjectBy, subjectAt } = this;
    return {
      ...{ jid, creator, createdAt, addressing, subject, subjectBy, subjectAt },
      ...{ description: this.description, inviteCode: this.inviteCode, settings: this.settings },
      members: [...this.members],
      requests: [...this.requests],
      invitations: [...this.invitations],
      authors: [...this.authors],
    };
  }

  static fromJson(json: GroupJson): Group {
    const { jid, creator, createdAt, addressing, subject, subjectBy, subjectAt } = json;
    const group = new Group(jid, creator, createdAt, addressing, subject, subjectBy, subjectAt);
    group.members.clear();
    for (const [number, rank] of json.members) group.members.set(number, rank);
    for (const [number, at] of json.requests) group.requests.set(number, at);
    for (const [number, invitation] of json.invitations) group.invitations.set(number, invitation);
    for (const number of json.authors) group.authors.add(number);
    group.description = json.description;
    group.inviteCode = json.inviteCode;
    Object.assign(group.settings, json.settings);
    return group;
  }

  has({ phoneNumber }: User): boolean {
    return this.members.has(phoneNumber);
  }

  isAdmin({ phoneNumber }: User): boolean {
    const rank = this.members.get(phoneNumber);
    return rank === 'admin' || rank === 'superadmin';
  }

  renewInvite(): string {
    this.inviteCode = newInviteCode();
    return this.inviteCode;
  }
}

export interface GroupJson {
  jid: string;
  creator: string;
  createdAt: number;
  addressing: Space;
  subject: string;
  subjectBy: string;
  subjectAt: number;
  description: Description | null;
  inviteCode: string;
  settings: GroupSettings;
  members: [string, Rank][];
  requests: [string, number][];
  invitations: [string, Invitation][];
  authors: string[];
}

/** Where the updates of people go. */
export const STATUS = 'status@broadcast';

/** Whether what is sent there is encrypted with a sender key for many, and says who sent it. */
export function isShared(jid: string): boolean {
  return isGroup(jid) || jid === STATUS;
}

export function isGroup(jid: string | undefined): jid is string {
  return jid?.endsWith('@g.us') ?? false;
}

function newInviteCode(): string {
  return randomBytes(16).toString('base64url');
}
