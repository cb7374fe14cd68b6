import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import {
  CreatedGroupDto,
  GroupDto,
  GroupListDto,
  GroupPictureDto,
  JoinedGroupDto,
  LeftGroupDto,
} from './group-answers.dto.js';
import { GroupPictures } from './group-pictures.service.js';
import { GroupRoutes } from './group-routes.decorator.js';
import {
  ChangeGroupDto,
  CreateGroupDto,
  JOIN_EXAMPLES,
  JoinGroupDto,
  ListGroupsDto,
  SetPictureDto,
} from './groups.dto.js';
import { Groups } from './groups.service.js';

@GroupRoutes()
@Controller('sessions/:sessionId/groups')
export class GroupsController {
  constructor(
    private readonly groups: Groups,
    private readonly pictures: GroupPictures,
  ) {}

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'List the groups that the session is in' })
  @ApiOkResponse({ type: GroupListDto })
  listGroups(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: ListGroupsDto,
  ): Promise<GroupListDto> {
    return this.groups.list(caller, sessionId, query);
  }

  @Post()
  @Needs('messages:send')
  @ApiOperation({ summary: 'Make a group; who could not be added is told with the reason' })
  @ApiCreatedResponse({ type: CreatedGroupDto })
  createGroup(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CreateGroupDto,
  ): Promise<CreatedGroupDto> {
    return this.groups.create(caller, sessionId, body);
  }

  @Post('join')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Join a group by its invite, or by an invitation that was received' })
  @ApiBody({ type: JoinGroupDto, examples: JOIN_EXAMPLES })
  @ApiOkResponse({ type: JoinedGroupDto })
  @ApiProblems('INVITE_NOT_FOUND', 'MESSAGE_NOT_FOUND')
  joinGroup(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: JoinGroupDto,
  ): Promise<JoinedGroupDto> {
    return this.groups.join(caller, sessionId, body);
  }

  @Get(':groupId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'A group and who is in it' })
  @ApiOkResponse({ type: GroupDto })
  getGroup(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<GroupDto> {
    return this.groups.show(caller, sessionId, groupId);
  }

  @Patch(':groupId')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Change subject, description and settings of a group' })
  @ApiOkResponse({ type: GroupDto })
  changeGroup(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() body: ChangeGroupDto,
  ): Promise<GroupDto> {
    return this.groups.change(caller, sessionId, groupId, body);
  }

  @Post(':groupId/leave')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Leave a group' })
  @ApiOkResponse({ type: LeftGroupDto })
  leaveGroup(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<LeftGroupDto> {
    return this.groups.leave(caller, sessionId, groupId);
  }

  @Get(':groupId/picture')
  @Needs('messages:read')
  @ApiOperation({ summary: 'Where the picture of a group is' })
  @ApiOkResponse({ type: GroupPictureDto })
  @ApiProblems('PICTURE_NOT_FOUND')
  getGroupPicture(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<GroupPictureDto> {
    return this.pictures.show(caller, sessionId, groupId);
  }

  @Put(':groupId/picture')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Give a group a picture' })
  @ApiProblems('MEDIA_NOT_FOUND', 'MEDIA_NOT_FETCHED', 'URL_REFUSED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  setGroupPicture(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
    @Body() { media }: SetPictureDto,
  ): Promise<void> {
    return this.pictures.set(caller, sessionId, groupId, media);
  }

  @Delete(':groupId/picture')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Take the picture of a group away' })
  deleteGroupPicture(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('groupId') groupId: string,
  ): Promise<void> {
    return this.pictures.remove(caller, sessionId, groupId);
  }
}
