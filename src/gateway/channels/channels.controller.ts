import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { ChannelDto, CreateChannelDto, FollowedChannelDto } from './channels.dto.js';
import { Channels } from './channels.service.js';

@ApiTags('Channels')
@ApiProblems(
  'SESSION_NOT_FOUND',
  'CHANNEL_NOT_FOUND',
  'VALIDATION_FAILED',
  'RATE_LIMITED',
  'WHATSAPP_REFUSED',
  ...LIVE_PROBLEMS,
)
@Controller('sessions/:sessionId/channels')
export class ChannelsController {
  constructor(private readonly channels: Channels) {}

  @Post()
  @Needs('messages:send')
  @ApiOperation({ summary: 'Make a channel' })
  @ApiCreatedResponse({ type: ChannelDto })
  createChannel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CreateChannelDto,
  ): Promise<ChannelDto> {
    return this.channels.create(caller, sessionId, body);
  }

  @Get(':channelId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'A channel, and what the session is in it' })
  @ApiOkResponse({ type: ChannelDto })
  getChannel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('channelId') channelId: string,
  ): Promise<ChannelDto> {
    return this.channels.show(caller, sessionId, channelId);
  }

  @Post(':channelId/follow')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Follow a channel: what is posted there comes in as messages' })
  @ApiOkResponse({ type: FollowedChannelDto })
  followChannel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('channelId') channelId: string,
  ): Promise<FollowedChannelDto> {
    return this.channels.follow(caller, sessionId, channelId, true);
  }

  @Post(':channelId/unfollow')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Follow a channel no more' })
  @ApiOkResponse({ type: FollowedChannelDto })
  unfollowChannel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('channelId') channelId: string,
  ): Promise<FollowedChannelDto> {
    return this.channels.follow(caller, sessionId, channelId, false);
  }
}
