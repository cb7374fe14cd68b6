import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/index.js';
import { AuthModule } from '../auth/index.js';
import { ChatsModule } from '../chats/index.js';
import { EventLogModule } from '../event-log/index.js';
import { MediaModule } from '../media/index.js';
import { MessagingModule } from '../messaging/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { EventHistory } from './event-history.service.js';
import { EventStream } from './event-stream.service.js';
import { EventsController } from './events.controller.js';
import { FactApplier } from './fact-applier.service.js';
import { InboxController } from './inbox.controller.js';
import { IngestFailures } from './ingest-failures.repository.js';
import { IngestLoop } from './ingest-loop.service.js';
import { Ingest } from './ingest.service.js';
import { LogController } from './log.controller.js';
import { QueueFigures } from './queue-figures.service.js';

@Module({
  imports: [
    AddressBookModule,
    AuthModule,
    ChatsModule,
    EventLogModule,
    MediaModule,
    MessagingModule,
    SessionsModule,
    WebhooksModule,
  ],
  controllers: [EventsController, InboxController, LogController],
  providers: [EventHistory, EventStream, FactApplier, Ingest, IngestFailures, IngestLoop, QueueFigures],
})
export class EventsModule {}
