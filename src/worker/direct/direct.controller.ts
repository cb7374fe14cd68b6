import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems } from '../../platform/http/index.js';
import {
  DeletedDirectSessionDto,
  DirectMessageListDto,
  DirectSessionDto,
  SentDirectMessageDto,
} from './direct-answers.dto.js';
import { CreateDirectSessionDto, ListDirectMessagesDto, SendDirectTextDto } from './direct.dto.js';
import { DirectMessages } from './direct-messages.service.js';
import { DirectSessions } from './direct-sessions.service.js';
import { ApiSuccess } from './success.decorator.js';
import { SuccessInterceptor } from './success.interceptor.js';
import { WorkerTokenGuard } from './worker-token.guard.js';

@ApiTags('Sessions of this worker')
@Controller('session')
@UseGuards(WorkerTokenGuard)
@UseInterceptors(SuccessInterceptor)
@ApiSecurity('bearer')
@ApiProblems('UNAUTHENTICATED')
export class DirectController {
  constructor(
    private readonly sessions: DirectSessions,
    private readonly messages: DirectMessages,
  ) {}

  @Post('create')
  @ApiOperation({ summary: 'Make a session; it is not connected yet' })
  @ApiSuccess(DirectSessionDto, 201)
  @ApiProblems('SESSION_EXISTS', 'SESSION_ELSEWHERE', 'VALIDATION_FAILED')
  createDirectSession(@Body() body: CreateDirectSessionDto): Promise<DirectSessionDto> {
    return this.sessions.create(body.sessionId ?? undefined);
  }

  @Post(':sessionId/connect')
  @HttpCode(200)
  @ApiOperation({ summary: 'Connect it here; waits up to 10 s for a QR code or for the connection' })
  @ApiSuccess(DirectSessionDto)
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_ELSEWHERE', 'NO_WORKER')
  connectDirectSession(@Param('sessionId') sessionId: string): Promise<DirectSessionDto> {
    return this.sessions.connect(sessionId);
  }

  @Get(':sessionId/status')
  @ApiOperation({ summary: 'What it is now, with the QR code when there is one to scan' })
  @ApiSuccess(DirectSessionDto)
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_ELSEWHERE')
  getDirectSessionStatus(@Param('sessionId') sessionId: string): Promise<DirectSessionDto> {
    return this.sessions.status(sessionId);
  }

  @Delete(':sessionId')
  @ApiOperation({ summary: 'Log it out as best it can within 5 s, and erase its keys and messages' })
  @ApiSuccess(DeletedDirectSessionDto)
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_ELSEWHERE')
  deleteDirectSession(@Param('sessionId') sessionId: string): Promise<DeletedDirectSessionDto> {
    return this.sessions.remove(sessionId);
  }

  @Post(':sessionId/send')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a text; waits up to 15 s until WhatsApp has it' })
  @ApiSuccess(SentDirectMessageDto)
  @ApiSuccess(SentDirectMessageDto, 202, 'Stored and still queued: it will be sent. Do not send it again.')
  @ApiProblems(
    'SESSION_NOT_FOUND',
    'SESSION_ELSEWHERE',
    'SESSION_NOT_CONNECTED',
    'VALIDATION_FAILED',
    'RECIPIENT_INVALID',
    'NOT_OFFERED',
    'MESSAGE_FAILED',
  )
  async sendDirectMessage(
    @Param('sessionId') sessionId: string,
    @Body() body: SendDirectTextDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SentDirectMessageDto> {
    const sent = await this.messages.send(sessionId, body.to, body.message ?? body.text ?? '');
    void reply.status(sent.status === 'sent' ? 200 : 202);
    return sent;
  }

  @Get(':sessionId/messages')
  @ApiOperation({ summary: 'Messages of the last 14 days, in and out, the newest first' })
  @ApiSuccess(DirectMessageListDto)
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_ELSEWHERE')
  listDirectMessages(
    @Param('sessionId') sessionId: string,
    @Query() { limit }: ListDirectMessagesDto,
  ): Promise<DirectMessageListDto> {
    return this.messages.list(sessionId, limit);
  }
}
