import { Body, Controller, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, Needs, type Principal } from '../auth/index.js';
import { ClassicAnswerDto } from './message-answers.dto.js';
import { classicAnswer } from './send-answers.js';
import { SendBody } from './send-body.js';
import { ApiSendBody, ApiSending } from './send-options.decorator.js';
import { replyWith } from './send-reply.js';
import { ClassicMediaDto, ClassicSendDto, ClassicTextDto, WaitDto } from './send.dto.js';
import { Sending } from './sending.service.js';

/** The older routes: the same messages, told in fewer words. */
@ApiTags('Messages (older routes)')
@Controller('sessions/:sessionId')
export class ClassicSendController {
  constructor(
    private readonly sending: Sending,
    private readonly bodies: SendBody,
  ) {}

  @Post('message/send/text')
  @HttpCode(202)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Send a text' })
  @ApiBody({ type: ClassicTextDto })
  @ApiAcceptedResponse({ type: ClassicAnswerDto })
  @ApiOkResponse({ type: ClassicAnswerDto, description: 'With `wait`: the message is there, or has failed' })
  @ApiSending()
  async text(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: unknown,
    @Query() wait: WaitDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const read = () => this.bodies.classicText(body);
    const call = { sessionId, route: 'message/send/text', body, read, shape: classicAnswer, idempotencyKey, wait };
    return replyWith(reply, await this.sending.send(caller, call));
  }

  @Post('send')
  @HttpCode(202)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Send {to,type?,message}, or any body of POST …/messages' })
  @ApiSendBody(ClassicSendDto)
  @ApiAcceptedResponse({ type: ClassicAnswerDto })
  @ApiOkResponse({ type: ClassicAnswerDto, description: 'With `wait`: the message is there, or has failed' })
  @ApiSending()
  async send(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: unknown,
    @Query() wait: WaitDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const read = () => this.bodies.classicSend(body);
    const call = { sessionId, route: 'send', body, read, shape: classicAnswer, idempotencyKey, wait };
    return replyWith(reply, await this.sending.send(caller, call));
  }

  @Post('message/send/media')
  @HttpCode(202)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Send a picture or another file that lies behind a URL' })
  @ApiBody({ type: ClassicMediaDto })
  @ApiAcceptedResponse({ type: ClassicAnswerDto })
  @ApiOkResponse({ type: ClassicAnswerDto, description: 'With `wait`: the message is there, or has failed' })
  @ApiSending()
  async media(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: unknown,
    @Query() wait: WaitDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const read = () => this.bodies.classicMedia(body);
    const call = { sessionId, route: 'message/send/media', body, read, shape: classicAnswer, idempotencyKey, wait };
    return replyWith(reply, await this.sending.send(caller, call));
  }
}
