import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { ReadMessageDto, ShownPresenceDto, ShowPresenceDto, StarMessageDto, StarredMessageDto } from './live.dto.js';
import { Live } from './live.service.js';

@ApiTags('Messages')
@Controller('sessions/:sessionId')
export class LiveController {
  constructor(private readonly live: Live) {}

  @Post('messages/:messageId/read')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Mark a received message as read; WhatsApp knows it once this answers' })
  @ApiOkResponse({ type: ReadMessageDto })
  @ApiProblems('SESSION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'VALIDATION_FAILED', ...LIVE_PROBLEMS)
  markMessageRead(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
  ): Promise<ReadMessageDto> {
    return this.live.markRead(caller, sessionId, messageId);
  }

  @Post('messages/:messageId/star')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Star a message on all devices of the account, or take the star away' })
  @ApiOkResponse({ type: StarredMessageDto })
  @ApiProblems('SESSION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'VALIDATION_FAILED', ...LIVE_PROBLEMS)
  starMessage(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
    @Body() { starred }: StarMessageDto,
  ): Promise<StarredMessageDto> {
    return this.live.star(caller, sessionId, messageId, starred);
  }

  @Post('presence')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Show others that the account is there, or a chat that somebody is typing or recording' })
  @ApiOkResponse({ type: ShownPresenceDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'RECIPIENT_INVALID', 'NOT_OFFERED', ...LIVE_PROBLEMS)
  setPresence(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ShowPresenceDto,
  ): Promise<ShownPresenceDto> {
    return this.live.showPresence(caller, sessionId, body);
  }
}
