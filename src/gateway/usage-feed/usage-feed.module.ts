import { Module } from '@nestjs/common';
import { EgressModule } from '../../platform/egress/index.js';
import { AuthModule } from '../auth/index.js';
import { BillingModule } from '../billing/index.js';
import { UsageFeedController } from './usage-feed.controller.js';
import { UsageCloudEvents } from './usage-cloud-events.service.js';
import { UsagePush } from './usage-push.service.js';

@Module({
  imports: [AuthModule, BillingModule, EgressModule],
  controllers: [UsageFeedController],
  providers: [UsageCloudEvents, UsagePush],
})
export class UsageFeedModule {}
