import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ApiExcludeController } from '@nestjs/swagger';
import { PATTERNS, type PrivacyAnswer, type ProfileAnswer } from '../contracts/index.js';
import { Answers } from './answers.service.js';
import { ChangePrivacyDto, ChangeProfileDto } from './people.dto.js';
import { AccountQuestionDto } from './worker.dto.js';

/** What gateways ask about an account's own profile. A change is answered with what is in force after it. */
@Controller()
@ApiExcludeController()
export class ProfileController {
  constructor(private readonly answers: Answers) {}

  @MessagePattern(PATTERNS.profile)
  show(@Payload() question: AccountQuestionDto): Promise<ProfileAnswer> {
    return this.answers.answer(question, ({ connected }) => connected.profile.show());
  }

  @MessagePattern(PATTERNS.profileChange)
  change(@Payload() question: ChangeProfileDto): Promise<ProfileAnswer> {
    return this.answers.answer(question, async ({ connected }) => {
      await connected.profile.change(question.change);
      return connected.profile.show();
    });
  }

  @MessagePattern(PATTERNS.privacy)
  privacy(@Payload() question: AccountQuestionDto): Promise<PrivacyAnswer> {
    return this.answers.answer(question, ({ connected }) => connected.profile.privacy());
  }

  @MessagePattern(PATTERNS.privacyChange)
  changePrivacy(@Payload() question: ChangePrivacyDto): Promise<PrivacyAnswer> {
    return this.answers.answer(question, async ({ connected }) => {
      await connected.profile.changePrivacy(question.changes);
      return connected.profile.privacy();
    });
  }
}
