import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ApiExcludeController } from '@nestjs/swagger';
import { PATTERNS } from '../contracts/index.js';
import { Answers } from './answers.service.js';
import { ChannelQuestionDto } from './channels.dto.js';

/** What gateways ask about channels. */
@Controller()
@ApiExcludeController()
export class ChannelsController {
  constructor(private readonly answers: Answers) {}

  @MessagePattern(PATTERNS.channelAsk)
  ask(@Payload() question: ChannelQuestionDto): Promise<object> {
    const { kind, about } = question;
    return this.answers.answer(question, ({ connected: { channels } }) =>
      (channels[kind] as (about: object) => Promise<object>)(about),
    );
  }
}
