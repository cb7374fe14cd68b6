import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { Cancellation } from './cancellation.service.js';
import { ListMessagesDto } from './list-messages.dto.js';
import { CancelledMessageDto, MessageDetailsDto, MessageListDto, SendAnswerDto } from './message-answers.dto.js';
import { Messages } from './messages.service.js';
import { fullAnswer } from './send-answers.js';
import { SendBody } from './send-body.js';
import { ApiSendBody, SendRoute } from './send-options.decorator.js';
import { replyWith } from './send-reply.js';
import { WaitDto } from './send.dto.js';
import { Sending } from './sending.service.js';
import { Sent, type SentRequest } from './sent-request.decorator.js';

@ApiTags('Messages')
@Controller('sessions/:sessionId/messages')
export class MessagesController {
  constructor(
    private readonly sending: Sending,
    private readonly bodies: SendBody,
    private readonly messages: Messages,
    private readonly cancellation: Cancellation,
  ) {}

  @SendRoute('', { summary: 'Send a message; it is durable once this answers', answer: SendAnswerDto })
  @ApiSendBody()
  async sendMessage(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() wait: WaitDto,
    @Sent() { reply, ...sent }: SentRequest,
  ): Promise<object> {
    const read = () => this.bodies.message(sent.body);
    const call = { ...sent, sessionId, wait, route: 'messages', read, shape: fullAnswer };
    return replyWith(reply, await this.sending.send(caller, call));
  }

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'List the messages of a session, newest first' })
  @ApiOkResponse({ type: MessageListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  listMessages(
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
  getMessage(
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
  cancelMessage(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
  ): Promise<CancelledMessageDto> {
    return this.cancellation.cancel(caller, sessionId, messageId);
  }
}
