import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { Acceptance } from './acceptance.service.js';
import { Cancellation } from './cancellation.service.js';
import { ClassicSendController } from './classic-send.controller.js';
import { Composer } from './composer.service.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { MessageActionsRepository } from './message-actions.repository.js';
import { MessageActions } from './message-actions.service.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { MessageFacts } from './message-facts.service.js';
import { MessageHistory } from './message-history.service.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { Messages } from './messages.service.js';
import { SendBody } from './send-body.js';
import { Sending } from './sending.service.js';
import { Upkeep } from './upkeep.service.js';

@Module({
  imports: [AuthModule, SessionsModule, WorkersModule],
  controllers: [MessagesController, ClassicSendController],
  providers: [
    Acceptance,
    Cancellation,
    Composer,
    IdempotencyRepository,
    MessageActions,
    MessageActionsRepository,
    MessageFacts,
    MessageFactsRepository,
    MessageHistory,
    Messages,
    MessagesRepository,
    SendBody,
    Sending,
    Upkeep,
  ],
  exports: [MessageFacts, MessageHistory],
})
export class MessagingModule {}
