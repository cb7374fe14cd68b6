import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { BillingModule } from '../billing/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { WorkersModule } from '../workers/index.js';
import { AfterStop } from './after-stop.service.js';
import { ConnectionsController } from './connections.controller.js';
import { Connections } from './connections.service.js';
import { Pairing } from './pairing.service.js';
import { Registration } from './registration.service.js';
import { Removal } from './removal.service.js';
import { SessionFacts } from './session-facts.service.js';
import { SessionFigures } from './session-figures.repository.js';
import { SessionEntity } from './session.entity.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { Sessions } from './sessions.service.js';
import { Wishes } from './wishes.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([SessionEntity]),
    AuditModule,
    AuthModule,
    BillingModule,
    WebhooksModule,
    WorkersModule,
  ],
  controllers: [SessionsController, ConnectionsController],
  providers: [
    AfterStop,
    Connections,
    Pairing,
    Registration,
    Removal,
    SessionFacts,
    SessionFigures,
    Sessions,
    SessionsRepository,
    Wishes,
  ],
  exports: [Registration, Removal, Sessions, SessionFacts, Wishes],
})
export class SessionsModule {}
