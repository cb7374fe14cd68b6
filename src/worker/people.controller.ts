import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  type NumberAnswer,
  PATTERNS,
  type PersonAddresses,
  type PersonAnswer,
  type PictureAnswer,
} from '../contracts/index.js';
import { Answers } from './answers.service.js';
import { BlockDto, NumbersDto, PersonDto, PictureDto, SaveContactDto } from './people.dto.js';
import { AccountQuestionDto } from './worker.dto.js';

/** What gateways ask about other people. */
@Controller()
@ApiExcludeController()
export class PeopleController {
  constructor(private readonly answers: Answers) {}

  @MessagePattern(PATTERNS.numbers)
  numbers(@Payload() question: NumbersDto): Promise<NumberAnswer[]> {
    return this.answers.answer(question, (account) => account.checkNumbers(question.numbers));
  }

  @MessagePattern(PATTERNS.person)
  person(@Payload() question: PersonDto): Promise<PersonAnswer> {
    return this.answers.answer(question, ({ connected }) => connected.people.person(question.jid));
  }

  @MessagePattern(PATTERNS.personPicture)
  async picture(@Payload() question: PictureDto): Promise<PictureAnswer> {
    const { jid, preview } = question;
    return { url: await this.answers.answer(question, ({ connected }) => connected.people.picture(jid, preview)) };
  }

  @MessagePattern(PATTERNS.personBlock)
  async block(@Payload() question: BlockDto): Promise<object> {
    const { jid, blocked } = question;
    await this.answers.answer(question, ({ connected }) => connected.people.block(jid, blocked));
    return {};
  }

  @MessagePattern(PATTERNS.personSave)
  async save(@Payload() question: SaveContactDto): Promise<object> {
    const { jid, saved } = question;
    await this.answers.answer(question, ({ connected }) => connected.people.save(jid, saved));
    return {};
  }

  @MessagePattern(PATTERNS.presenceWatch)
  async watch(@Payload() question: PersonDto): Promise<object> {
    await this.answers.answer(question, ({ connected }) => connected.people.watch(question.jid));
    return {};
  }

  @MessagePattern(PATTERNS.blocklist)
  blocklist(@Payload() question: AccountQuestionDto): Promise<PersonAddresses[]> {
    return this.answers.answer(question, ({ connected }) => connected.people.blocklist());
  }
}
