import type { BinaryNode, GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import {
  type Group,
  type GroupChanges,
  type GroupQuestions,
  type MemberResult,
  Problem,
  type ProblemCode,
} from '../../contracts/index.js';
import type { Groups } from '../whatsapp/groups.js';
import { asked, refusedWith } from './asked.js';
import type { GroupMemory } from './group-memory.js';
import type { GroupParts } from './group-chats.js';
import { groupView, joinRequest, memberResult, type NameOf, summaryOf } from './group-view.js';
import { knownPhone } from './known-phone.js';
import { pictureOf, setPicture } from './pictures.js';

type About<Kind extends keyof GroupQuestions> = GroupQuestions[Kind]['about'];

/** An answer that says nothing but that it was done. */
const DONE = {};
/** Of who has asked to be let in. */
const LET_IN = 'membership_approval_request';

export interface GroupAnswersParts extends GroupParts {
  memory: GroupMemory;
}

/** Groups, as live questions are answered. What changes a group makes it be forgotten here, without waiting for the word of WhatsApp. */
export class GroupAnswers implements Groups {
  private readonly nameOf: NameOf = (jid) => knownPhone(this.parts.account, jid);

  constructor(private readonly parts: GroupAnswersParts) {}

  async list(): Promise<GroupQuestions['list']['answer']> {
    const groups = await ofGroups(this.parts.memory.all());
    return groups.map((group) => summaryOf(this.view(group)));
  }

  async show({ groupId }: About<'show'>): Promise<Group> {
    return this.view(await ofGroups(this.parts.memory.of(groupId)));
  }

  /** Whom WhatsApp left out, it is asked to add, which tells why. */
  async create({ subject, participants }: About<'create'>): Promise<GroupQuestions['create']['answer']> {
    const made = this.view(await ofGroups(this.sock.groupCreate(subject, participants)));
    const missing = participants.filter((jid) => !made.participants.some(({ id, lid }) => jid === id || jid === lid));
    if (missing.length === 0) return { ...made, notAdded: [] };
    const results = await this.members({ groupId: made.groupId, action: 'add', participants: missing });
    const group = await this.show({ groupId: made.groupId });
    return { ...group, notAdded: results.filter(({ error }) => error !== null) };
  }

  /** One after the other; when one is refused, the problem says which were done. */
  async change({ groupId, changes }: About<'change'>): Promise<Group> {
    const done: string[] = [];
    for (const [name, work] of this.steps(groupId, changes)) {
      try {
        await ofGroups(work());
      } catch (error) {
        throw done.length > 0 && error instanceof Problem ? partly(error, name, done) : error;
      } finally {
        this.parts.memory.forget(groupId);
      }
      done.push(name);
    }
    return this.show({ groupId });
  }

  async members({ groupId, action, participants }: About<'members'>): Promise<MemberResult[]> {
    const results = await ofGroups(this.sock.groupParticipantsUpdate(groupId, participants, action));
    this.parts.memory.forget(groupId);
    return results.map(({ content }) => memberResult(content, this.nameOf));
  }

  async invite({ groupId, renew }: About<'invite'>): Promise<{ inviteCode: string }> {
    const code = await ofGroups(renew ? this.sock.groupRevokeInvite(groupId) : this.sock.groupInviteCode(groupId));
    if (!code) throw new Problem('WHATSAPP_REFUSED', `WhatsApp gave no invite of ${groupId}.`);
    return { inviteCode: code };
  }

  /** Baileys' own does not tell an account that has to be let in from one that is (groupAcceptInvite, rc14). */
  async join({ inviteCode }: About<'join'>): Promise<GroupQuestions['join']['answer']> {
    const answer = await this.enter('@g.us', { tag: 'invite', attrs: { code: inviteCode } });
    const groupId = (answer['group'] ?? answer[LET_IN])?.attrs['jid'];
    if (!groupId) throw new Problem('WHATSAPP_REFUSED', 'WhatsApp did not say which group was joined.');
    this.parts.memory.forget(groupId);
    return { groupId, isMember: answer['group'] !== undefined };
  }

  /** Baileys' own makes a message of it, which nobody wrote (groupAcceptInviteV4, rc14). */
  async accept({ groupId, inviteCode, expiresAt, from }: About<'accept'>): Promise<GroupQuestions['accept']['answer']> {
    const attrs = { code: inviteCode, expiration: String(expiresAt), admin: from };
    const answer = await this.enter(groupId, { tag: 'accept', attrs });
    this.parts.memory.forget(groupId);
    return { groupId, isMember: answer[LET_IN] === undefined };
  }

  /** What WhatsApp answers to an invite, by the names of its parts. */
  private async enter(to: string, invite: BinaryNode): Promise<Record<string, BinaryNode | undefined>> {
    const query = { tag: 'iq', attrs: { type: 'set', xmlns: 'w:g2', to }, content: [invite] };
    const answer = (await ofGroups(this.sock.query(query), OF_INVITES)) as BinaryNode;
    const children = Array.isArray(answer.content) ? answer.content : [];
    return Object.fromEntries(children.map((child) => [child.tag, child]));
  }

  async leave({ groupId }: About<'leave'>): Promise<object> {
    await ofGroups(this.sock.groupLeave(groupId));
    this.parts.memory.forget(groupId);
    return DONE;
  }

  async requests({ groupId }: About<'requests'>): Promise<GroupQuestions['requests']['answer']> {
    const requests = await ofGroups(this.sock.groupRequestParticipantsList(groupId));
    return requests.map((attrs) => joinRequest(attrs, this.nameOf));
  }

  async decide({ groupId, approve, participants }: About<'decide'>): Promise<MemberResult[]> {
    const action = approve ? 'approve' : 'reject';
    const results = await ofGroups(this.sock.groupRequestParticipantsUpdate(groupId, participants, action));
    this.parts.memory.forget(groupId);
    return results.map(({ status, jid }) =>
      memberResult({ tag: 'participant', attrs: { jid: jid ?? '', error: status } }, this.nameOf),
    );
  }

  async picture({ groupId }: About<'picture'>): Promise<{ url: string | null }> {
    return { url: await ofGroups(pictureOf(this.sock, groupId, 'image')) };
  }

  async setPicture({ groupId, picture }: About<'setPicture'>): Promise<object> {
    await ofGroups(setPicture(this.sock, groupId, picture));
    return DONE;
  }

  private steps(groupId: string, changes: GroupChanges): [name: string, work: () => Promise<unknown>][] {
    const { subject, description, announce, locked, memberAddMode, joinApproval, ephemeralSeconds } = changes;
    const { sock } = this;
    const steps: [string, () => Promise<unknown>, wanted: unknown][] = [
      ['subject', () => sock.groupUpdateSubject(groupId, subject ?? ''), subject],
      ['description', () => sock.groupUpdateDescription(groupId, description ?? undefined), description],
      ['announce', () => sock.groupSettingUpdate(groupId, announce ? 'announcement' : 'not_announcement'), announce],
      ['locked', () => sock.groupSettingUpdate(groupId, locked ? 'locked' : 'unlocked'), locked],
      [
        'memberAddMode',
        () => sock.groupMemberAddMode(groupId, memberAddMode === 'all' ? 'all_member_add' : 'admin_add'),
        memberAddMode,
      ],
      ['joinApproval', () => sock.groupJoinApprovalMode(groupId, joinApproval ? 'on' : 'off'), joinApproval],
      ['ephemeralSeconds', () => sock.groupToggleEphemeral(groupId, ephemeralSeconds ?? 0), ephemeralSeconds],
    ];
    return steps.filter(([, , wanted]) => wanted !== undefined).map(([name, work]) => [name, work]);
  }

  private view(group: GroupMetadata): Group {
    return groupView(group, this.parts.own(), this.nameOf);
  }

  private get sock(): WASocket {
    return this.parts.sock();
  }
}

function partly(error: Problem, name: string, done: string[]): Problem {
  const detail = `${error.detail} It was about ${name}; changed before it: ${done.join(', ')}.`;
  const { reason, retryAfterSeconds } = error;
  return new Problem(error.code, detail, {
    ...(reason !== undefined && { reason }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    cause: error,
  });
}

type Refusals = Record<number, [code: ProblemCode, detail: string]>;

const FORBIDDEN: Refusals[number] = ['GROUP_FORBIDDEN', 'The account is not in this group, or no administrator of it.'];
const OF_GROUPS: Refusals = {
  401: FORBIDDEN,
  403: FORBIDDEN,
  404: ['GROUP_NOT_FOUND', 'WhatsApp knows no such group.'],
};

const NO_INVITE: Refusals[number] = ['INVITE_NOT_FOUND', 'WhatsApp knows no such invite, or it was revoked.'];
const OF_INVITES: Refusals = {
  401: ['GROUP_FORBIDDEN', 'The account was removed from this group, and may not join again.'],
  404: NO_INVITE,
  406: NO_INVITE,
  409: ['WHATSAPP_REFUSED', 'The account is in this group already.'],
  410: NO_INVITE,
};

/** Like {@link asked}, with the refusals of WhatsApp that say something of a group. */
function ofGroups<T>(work: Promise<T>, refusals = OF_GROUPS): Promise<T> {
  return work.catch((cause: unknown) => {
    const refusal = refusals[refusedWith(cause) ?? 0];
    if (refusal) throw new Problem(...refusal, { cause });
    return asked(Promise.reject(cause as Error));
  });
}
