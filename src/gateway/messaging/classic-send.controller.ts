import { Controller, Param, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { TakesUploads } from '../../platform/http/index.js';
import { Caller, type Principal } from '../auth/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { ClassicAnswerDto } from './message-answers.dto.js';
import { classicAnswer } from './send-answers.js';
import { SendBody } from './send-body.js';
import { SendForm } from './send-form.service.js';
import { ApiEitherBody, ApiSendBody, SendRoute } from './send-options.decorator.js';
import { replyWith } from './send-reply.js';
import { ClassicFormDto, ClassicMediaDto, ClassicSendDto, ClassicTextDto, WaitDto } from './send.dto.js';
import { Sending } from './sending.service.js';
import { Sent, type SentRequest } from './sent-request.decorator.js';

const answer = ClassicAnswerDto;

/** The older routes: the same messages, told in fewer words. */
@ApiTags('Messages (older routes)')
@Controller('sessions/:sessionId')
export class ClassicSendController {
  constructor(
    private readonly sending: Sending,
    private readonly bodies: SendBody,
    private readonly forms: SendForm,
  ) {}

  @SendRoute('message/send/text', { summary: 'Send a text', answer })
  @ApiBody({ type: ClassicTextDto })
  async sendClassicText(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() wait: WaitDto,
    @Sent() { reply, ...sent }: SentRequest,
  ): Promise<object> {
    const read = () => this.bodies.classicText(sent.body);
    const call = { ...sent, sessionId, wait, route: 'message/send/text', read, shape: classicAnswer };
    return replyWith(reply, await this.sending.send(caller, call));
  }

  @SendRoute('send', { summary: 'Send {to,type?,message}, or any body of POST …/messages', answer })
  @ApiSendBody(ClassicSendDto)
  async sendClassic(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() wait: WaitDto,
    @Sent() { reply, ...sent }: SentRequest,
  ): Promise<object> {
    const read = () => this.bodies.classicSend(sent.body);
    const call = { ...sent, sessionId, wait, route: 'send', read, shape: classicAnswer };
    return replyWith(reply, await this.sending.send(caller, call));
  }

  @SendRoute('message/send/media', {
    summary: 'Send a picture or another file, from a URL or with the request',
    answer,
  })
  @TakesUploads()
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiEitherBody(ClassicMediaDto, ClassicFormDto)
  async sendClassicMedia(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() wait: WaitDto,
    @Sent() { reply, form, ...sent }: SentRequest,
  ): Promise<object> {
    const read = (session: SessionEntity) =>
      form ? this.forms.classicMedia(session, form) : this.bodies.classicMedia(sent.body);
    const call = { ...sent, sessionId, wait, route: 'message/send/media', read, shape: classicAnswer };
    return replyWith(reply, await this.sending.send(caller, call));
  }
}
