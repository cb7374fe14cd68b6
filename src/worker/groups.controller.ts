import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ApiExcludeController } from '@nestjs/swagger';
import { PATTERNS } from '../contracts/index.js';
import { Answers } from './answers.service.js';
import { GroupQuestionDto } from './groups.dto.js';

/** What gateways ask about groups. */
@Controller()
@ApiExcludeController()
export class GroupsController {
  constructor(private readonly answers: Answers) {}

  @MessagePattern(PATTERNS.groupAsk)
  ask(@Payload() question: GroupQuestionDto): Promise<object> {
    const { kind, about } = question;
    return this.answers.answer(question, ({ connected: { groups } }) =>
      (groups[kind] as (about: object) => Promise<object>)(about),
    );
  }
}
