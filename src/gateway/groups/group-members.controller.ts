import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '../auth/index.js';
import { GroupInviteDto, JoinRequestListDto, MemberResultsDto } from './group-answers.dto.js';
import { GroupMembers } from './group-members.service.js';
import { GroupRoutes } from './group-routes.decorator.js';
import { ParticipantsDto } from './groups.dto.js';

@GroupRoutes()
@Controller('sessions/:sessionId/groups/:groupId')
export class GroupMembersController {
  constructor(private readonly members: GroupMembers) {}

  @Post('participants')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Add people to a group, as its administrator' })
  @ApiOkResponse({ type: MemberResultsDto })
  addParticipants(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { participants }: ParticipantsDto,
  ): Promise<MemberResultsDto> {
    return this.members.act(caller, sessionId, groupId, 'add', participants);
  }

  @Delete('participants')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Remove people from a group' })
  @ApiOkResponse({ type: MemberResultsDto })
  removeParticipants(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { participants }: ParticipantsDto,
  ): Promise<MemberResultsDto> {
    return this.members.act(caller, sessionId, groupId, 'remove', participants);
  }

  @Post('admins')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Make members administrators' })
  @ApiOkResponse({ type: MemberResultsDto })
  promoteParticipants(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { participants }: ParticipantsDto,
  ): Promise<MemberResultsDto> {
    return this.members.act(caller, sessionId, groupId, 'promote', participants);
  }

  @Delete('admins')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Make administrators mere members' })
  @ApiOkResponse({ type: MemberResultsDto })
  demoteParticipants(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { participants }: ParticipantsDto,
  ): Promise<MemberResultsDto> {
    return this.members.act(caller, sessionId, groupId, 'demote', participants);
  }

  @Get('invite')
  @Needs('messages:read')
  @ApiOperation({ summary: 'The invite link of a group' })
  @ApiOkResponse({ type: GroupInviteDto })
  getGroupInvite(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<GroupInviteDto> {
    return this.members.invite(caller, sessionId, groupId, false);
  }

  @Delete('invite')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Revoke the invite link; answers the new one' })
  @ApiOkResponse({ type: GroupInviteDto })
  renewGroupInvite(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<GroupInviteDto> {
    return this.members.invite(caller, sessionId, groupId, true);
  }

  @Get('join-requests')
  @Needs('messages:read')
  @ApiOperation({ summary: 'Who wants to join' })
  @ApiOkResponse({ type: JoinRequestListDto })
  listJoinRequests(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<JoinRequestListDto> {
    return this.members.requests(caller, sessionId, groupId);
  }

  @Post('join-requests/approve')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Let people in' })
  @ApiOkResponse({ type: MemberResultsDto })
  approveJoinRequests(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { participants }: ParticipantsDto,
  ): Promise<MemberResultsDto> {
    return this.members.decide(caller, sessionId, groupId, true, participants);
  }

  @Post('join-requests/reject')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Do not let people in' })
  @ApiOkResponse({ type: MemberResultsDto })
  rejectJoinRequests(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { participants }: ParticipantsDto,
  ): Promise<MemberResultsDto> {
    return this.members.decide(caller, sessionId, groupId, false, participants);
  }
}
