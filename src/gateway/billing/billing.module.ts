import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthModule } from '../auth/index.js';
import { SettingsModule } from '../settings/index.js';
import { BillingController } from './billing.controller.js';
import { Billing } from './billing.service.js';
import { QuotaGuard } from './quota.guard.js';
import { Quotas } from './quotas.service.js';
import { UsageEvents } from './usage-events.service.js';
import { UsageFeed } from './usage-feed.repository.js';
import { UsageLedger } from './usage-ledger.repository.js';
import { UsageReport } from './usage.repository.js';
import { UsageRollup } from './usage-rollup.service.js';

@Module({
  imports: [AuthModule, SettingsModule],
  controllers: [BillingController],
  providers: [
    Billing,
    Quotas,
    UsageEvents,
    UsageFeed,
    UsageLedger,
    UsageReport,
    UsageRollup,
    { provide: APP_GUARD, useClass: QuotaGuard },
  ],
  exports: [Quotas, UsageFeed, UsageLedger],
})
export class BillingModule {}
