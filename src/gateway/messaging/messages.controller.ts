import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { Cancellation } from './cancellation.service.js';
import { ListMessagesDto } from './list-messages.dto.js';
import { CancelledMessageDto, MessageDetailsDto, MessageListDto, SendAnswerDto } from './message-answers.dto.js';
import { Messages } from './messages.service.js';
import { fullAnswer } from './send-answers.js';
import { SendBody } from './send-body.js';
import { ApiSendBody, ApiSending } from './send-options.decorator.js';
import { replyWith } from './send-reply.js';
import { WaitDto } from './send.dto.js';
import { Sending } from './sending.service.js';

@ApiTags('Messages')
@Controller('sessions/:sessionId/messages')
export class MessagesController {
  constructor(
    private readonly sending: Sending,
    private readonly bodies: SendBody,
    private readonly messages: Messages,
    private readonly cancellation: Cancellation,
  ) {}

  @Post()
  @HttpCode(202)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Send a message; it is durable once this answers' })
  @ApiSendBody()
  @ApiAcceptedResponse({ type: SendAnswerDto })
  @ApiOkResponse({ type: SendAnswerDto, description: 'With `wait`: the message is there, or has failed' })
  @ApiSending()
  async send(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: unknown,
    @Query() wait: WaitDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const read = () => this.bodies.message(body);
    const call = { sessionId, route: 'messages', body, read, shape: fullAnswer, idempotencyKey, wait };
    return replyWith(reply, await this.sending.send(caller, call));
  }

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'List the messages of a session, newest first' })
  @ApiOkResponse({ type: MessageListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  list(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: ListMessagesDto,
  ): Promise<MessageListDto> {
    return this.messages.list(caller, sessionId, query);
  }

  @Get(':messageId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'A message and how it got there' })
  @ApiOkResponse({ type: MessageDetailsDto })
  @ApiProblems('SESSION_NOT_FOUND', 'MESSAGE_NOT_FOUND')
  details(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
  ): Promise<MessageDetailsDto> {
    return this.messages.details(caller, sessionId, messageId);
  }

  @Delete(':messageId')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Cancel a message while it is QUEUED' })
  @ApiOkResponse({ type: CancelledMessageDto })
  @ApiProblems('SESSION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'MESSAGE_NOT_QUEUED')
  cancel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
  ): Promise<CancelledMessageDto> {
    return this.cancellation.cancel(caller, sessionId, messageId);
  }
}
