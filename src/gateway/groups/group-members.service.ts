import { Injectable } from '@nestjs/common';
import type { MemberAction } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import type { GroupInviteDto, JoinRequestListDto, MemberResultsDto } from './group-answers.dto.js';
import { groupIdOf, inviteLinkOf, peopleOf } from './group-addresses.js';
import { GroupAsking } from './group-asking.service.js';
import { requestView, resultView } from './group-views.js';

/** Who is in a group, who leads it, and who may come in. Throws as Groups does; what fails for one person is told with that person. */
@Injectable()
export class GroupMembers {
  constructor(private readonly asking: GroupAsking) {}

  async act(
    caller: Principal,
    sessionId: string,
    groupId: string,
    action: MemberAction,
    participants: string[],
  ): Promise<MemberResultsDto> {
    const about = { groupId: groupIdOf(groupId), action, participants: peopleOf(participants) };
    const results = await this.asking.ask(caller, sessionId, 'members', about);
    return { groupId: about.groupId, results: results.map((result) => resultView(action, result)) };
  }

  /** With `renew` the link that was good until now is good no more. */
  async invite(caller: Principal, sessionId: string, groupId: string, renew: boolean): Promise<GroupInviteDto> {
    const about = { groupId: groupIdOf(groupId), renew };
    const { inviteCode } = await this.asking.ask(caller, sessionId, 'invite', about);
    return { groupId: about.groupId, inviteCode, inviteLink: inviteLinkOf(inviteCode) };
  }

  async requests(caller: Principal, sessionId: string, groupId: string): Promise<JoinRequestListDto> {
    const about = { groupId: groupIdOf(groupId) };
    const requests = await this.asking.ask(caller, sessionId, 'requests', about);
    return { ...about, requests: requests.map(requestView) };
  }

  async decide(
    caller: Principal,
    sessionId: string,
    groupId: string,
    approve: boolean,
    participants: string[],
  ): Promise<MemberResultsDto> {
    const about = { groupId: groupIdOf(groupId), approve, participants: peopleOf(participants) };
    const results = await this.asking.ask(caller, sessionId, 'decide', about);
    return { groupId: about.groupId, results: results.map((result) => resultView('decide', result)) };
  }
}
