import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/index.js';
import { AuthModule } from '../auth/index.js';
import { BillingModule } from '../billing/index.js';
import { MediaModule } from '../media/index.js';
import { NumbersModule } from '../numbers/index.js';
import { PreviewsModule } from '../previews/index.js';
import { SessionsModule } from '../sessions/index.js';
import { SettingsModule } from '../settings/index.js';
import { TemplatesModule } from '../templates/index.js';
import { WorkersModule } from '../workers/index.js';
import { Acceptance } from './acceptance.service.js';
import { Attachments } from './attachments.service.js';
import { BulkController } from './bulk.controller.js';
import { BulkSending } from './bulk-sending.service.js';
import { ChatMessages } from './chat-messages.service.js';
import { Cancellation } from './cancellation.service.js';
import { ClassicSendController } from './classic-send.controller.js';
import { Composer } from './composer.service.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { LinkPreviews } from './link-previews.service.js';
import { LiveController } from './live.controller.js';
import { Live } from './live.service.js';
import { MessageActionsRepository } from './message-actions.repository.js';
import { MessageActions } from './message-actions.service.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { MessageFacts } from './message-facts.service.js';
import { MessageHistory } from './message-history.service.js';
import { MessageReceiptsRepository } from './message-receipts.repository.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { Messages } from './messages.service.js';
import { SendBody } from './send-body.js';
import { SendForm } from './send-form.service.js';
import { Sending } from './sending.service.js';
import { MessageQuarters } from './message-quarters.repository.js';
import { MessageRetentionRepository } from './message-retention.repository.js';
import { MessageRetention } from './message-retention.service.js';
import { UnsupportedController } from './unsupported.controller.js';
import { Unsupported } from './unsupported.service.js';
import { Upkeep } from './upkeep.service.js';

@Module({
  imports: [
    AddressBookModule,
    AuthModule,
    BillingModule,
    MediaModule,
    NumbersModule,
    PreviewsModule,
    SessionsModule,
    SettingsModule,
    TemplatesModule,
    WorkersModule,
  ],
  controllers: [BulkController, LiveController, UnsupportedController, MessagesController, ClassicSendController],
  providers: [
    Acceptance,
    Attachments,
    BulkSending,
    Cancellation,
    ChatMessages,
    Composer,
    IdempotencyRepository,
    LinkPreviews,
    Live,
    MessageActions,
    MessageActionsRepository,
    MessageFacts,
    MessageFactsRepository,
    MessageHistory,
    MessageReceiptsRepository,
    Messages,
    MessagesRepository,
    SendBody,
    SendForm,
    Sending,
    MessageQuarters,
    MessageRetention,
    MessageRetentionRepository,
    Unsupported,
    Upkeep,
  ],
  exports: [ChatMessages, MessageFacts, MessageHistory],
})
export class MessagingModule {}
