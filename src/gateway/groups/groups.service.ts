import { Injectable } from '@nestjs/common';
import type { GroupChanges } from '../../contracts/index.js';
import { wrongField } from '../../platform/problems/index.js';
import type { Principal } from '../auth/index.js';
import type { CreatedGroupDto, GroupDto, GroupListDto, JoinedGroupDto, LeftGroupDto } from './group-answers.dto.js';
import { groupIdOf, inviteCodeOf, peopleOf } from './group-addresses.js';
import { GroupAsking } from './group-asking.service.js';
import { groupView, pageOf, resultView } from './group-views.js';
import type { ChangeGroupDto, CreateGroupDto, JoinGroupDto, ListGroupsDto } from './groups.dto.js';
import { ReceivedInvitations } from './received-invitations.service.js';

/** Groups as wholes. Every method throws VALIDATION_FAILED for a wrong address, and what {@link GroupAsking.ask} throws. */
@Injectable()
export class Groups {
  constructor(
    private readonly asking: GroupAsking,
    private readonly invitations: ReceivedInvitations,
  ) {}

  async list(caller: Principal, sessionId: string, { limit, cursor }: ListGroupsDto): Promise<GroupListDto> {
    return pageOf(await this.asking.ask(caller, sessionId, 'list', {}), limit, cursor);
  }

  async show(caller: Principal, sessionId: string, groupId: string): Promise<GroupDto> {
    return groupView(await this.asking.ask(caller, sessionId, 'show', { groupId: groupIdOf(groupId) }));
  }

  /** Not repeatable: asked twice, there are two groups. */
  async create(
    caller: Principal,
    sessionId: string,
    { subject, participants }: CreateGroupDto,
  ): Promise<CreatedGroupDto> {
    const about = { subject, participants: peopleOf(participants) };
    const { notAdded, ...group } = await this.asking.ask(caller, sessionId, 'create', about);
    return { ...groupView(group), notAdded: notAdded.map((result) => resultView('add', result)) };
  }

  /** One setting after the other; when WhatsApp refuses one, the problem names it and what was changed before. */
  async change(caller: Principal, sessionId: string, groupId: string, wish: ChangeGroupDto): Promise<GroupDto> {
    const wanted = Object.entries(wish).filter(
      ([name, value]) => value !== undefined && (value !== null || name === 'description'),
    );
    const about = { groupId: groupIdOf(groupId), changes: Object.fromEntries(wanted) as GroupChanges };
    return groupView(await this.asking.ask(caller, sessionId, 'change', about));
  }

  /** By a received invitation where there is one, else by the code or link. */
  async join(caller: Principal, sessionId: string, { inviteCode, messageId }: JoinGroupDto): Promise<JoinedGroupDto> {
    if (messageId !== undefined && inviteCode !== undefined)
      throw wrongField('/inviteCode', 'must not be given with messageId');
    const { groupId, isMember } =
      messageId === undefined
        ? await this.asking.ask(caller, sessionId, 'join', { inviteCode: inviteCodeOf(inviteCode ?? '') })
        : await this.asking.ask(caller, sessionId, 'accept', await this.invitations.of(caller, sessionId, messageId));
    return { groupId, status: isMember ? 'JOINED' : 'REQUESTED' };
  }

  async leave(caller: Principal, sessionId: string, groupId: string): Promise<LeftGroupDto> {
    const about = { groupId: groupIdOf(groupId) };
    await this.asking.ask(caller, sessionId, 'leave', about);
    return { ...about, status: 'LEFT' };
  }
}
