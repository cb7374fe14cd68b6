import { Controller } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Label, PATTERNS, type PairingCodeAnswer } from '../contracts/index.js';
import { Answers } from './answers.service.js';
import { Host } from './host.service.js';
import { Membership } from './membership.service.js';
import {
  AccountHintDto,
  CallDto,
  ChatChangeDto,
  LabelEditDto,
  MarkReadDto,
  PairingCodeDto,
  ShowPresenceDto,
  StarDto,
} from './worker.dto.js';

/** What gateways ask and tell this worker. */
@Controller()
@ApiExcludeController()
export class WorkerController {
  constructor(
    private readonly host: Host,
    private readonly answers: Answers,
    private readonly membership: Membership,
  ) {}

  @EventPattern<string>(PATTERNS.workerWake)
  wake(): void {
    this.membership.wake();
  }

  @EventPattern(PATTERNS.accountWake)
  wakeAccount(@Payload() _hint: AccountHintDto): void {
    this.host.wakeAccount();
  }

  @EventPattern(PATTERNS.outboxWake)
  wakeOutbox(@Payload() hint: AccountHintDto): void {
    this.host.wakeOutbox(hint.sessionId);
  }

  @EventPattern(PATTERNS.mediaWake)
  wakeMedia(@Payload() hint: AccountHintDto): void {
    this.host.wakeMedia(hint.sessionId);
  }

  @MessagePattern(PATTERNS.callReject)
  rejectCall(@Payload() question: CallDto): Promise<object> {
    return this.answers.rejectCall(question);
  }

  @MessagePattern(PATTERNS.pairingCode)
  pairingCode(@Payload() question: PairingCodeDto): Promise<PairingCodeAnswer> {
    return this.answers.pairingCode(question);
  }

  @MessagePattern(PATTERNS.markRead)
  markRead(@Payload() question: MarkReadDto): Promise<object> {
    return this.answers.markRead(question);
  }

  @MessagePattern(PATTERNS.chatChange)
  changeChat(@Payload() question: ChatChangeDto): Promise<object> {
    return this.answers.changeChat(question);
  }

  @MessagePattern(PATTERNS.labelEdit)
  editLabel(@Payload() question: LabelEditDto): Promise<Label> {
    return this.answers.answer(question, ({ connected }) => connected.labels.edit(question));
  }

  @MessagePattern(PATTERNS.messageStar)
  star(@Payload() question: StarDto): Promise<object> {
    return this.answers.star(question);
  }

  @MessagePattern(PATTERNS.showPresence)
  showPresence(@Payload() question: ShowPresenceDto): Promise<object> {
    return this.answers.showPresence(question);
  }
}
