import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type NumberAnswer, PATTERNS } from '../contracts/index.js';
import { Answers } from './answers.service.js';
import { NumbersDto } from './people.dto.js';

/** What gateways ask about people, and about an account's own profile. */
@Controller()
export class PeopleController {
  constructor(private readonly answers: Answers) {}

  @MessagePattern(PATTERNS.numbers)
  numbers(@Payload() question: NumbersDto): Promise<NumberAnswer[]> {
    return this.answers.answer(question, (account) => account.checkNumbers(question.numbers));
  }
}
