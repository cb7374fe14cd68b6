import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EgressModule } from '../../platform/egress/index.js';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { EventLogModule } from '../event-log/index.js';
import { LastingSecretsModule } from '../lasting-secrets/index.js';
import { SettingsModule } from '../settings/index.js';
import { Courier } from './courier.service.js';
import { Deliveries } from './deliveries.repository.js';
import { DeliveryHistory } from './delivery-history.service.js';
import { Dispatcher } from './dispatcher.service.js';
import { LaneReader } from './lane-reader.service.js';
import { Lanes } from './lanes.repository.js';
import { OutcomeWriter } from './outcome-writer.service.js';
import { Outcomes } from './outcomes.repository.js';
import { Redelivery } from './redelivery.service.js';
import { DeliveryRetention } from './retention.service.js';
import { WebhookFigures } from './webhook-figures.repository.js';
import { WebhookHealth } from './webhook-health.repository.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookVault } from './webhook-vault.service.js';
import { WebhookEntity } from './webhook.entity.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { Webhooks } from './webhooks.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([WebhookEntity]),
    AuditModule,
    AuthModule,
    LastingSecretsModule,
    SettingsModule,
    EgressModule,
    EventLogModule,
  ],
  controllers: [WebhooksController],
  providers: [
    Courier,
    Deliveries,
    DeliveryHistory,
    DeliveryRetention,
    Dispatcher,
    LaneReader,
    Lanes,
    Outcomes,
    OutcomeWriter,
    Redelivery,
    WebhookFigures,
    WebhookHealth,
    Webhooks,
    WebhookSender,
    WebhooksRepository,
    WebhookVault,
  ],
  exports: [Dispatcher, Webhooks],
})
export class WebhooksModule {}
