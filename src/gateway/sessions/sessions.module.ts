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
import { DeviceAlarm } from './device-alarm.service.js';
import { SessionDevices } from './session-devices.repository.js';
import { SessionHistory } from './session-history.repository.js';
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
    DeviceAlarm,
    SessionDevices,
    SessionFacts,
    SessionFigures,
    SessionHistory,
    Sessions,
    SessionsRepository,
    Wishes,
  ],
  exports: [DeviceAlarm, Registration, Removal, Sessions, SessionDevices, SessionFacts, SessionHistory, Wishes],
})
export class SessionsModule {}
