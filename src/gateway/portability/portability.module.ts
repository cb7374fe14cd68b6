import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { BillingModule } from '../billing/index.js';
import { LastingSecretsModule } from '../lasting-secrets/index.js';
import { SessionsModule } from '../sessions/index.js';
import { Admission } from './admission.service.js';
import { Arrival } from './arrival.service.js';
import { Departure } from './departure.service.js';
import { Farewell } from './farewell.service.js';
import { ImportForm } from './import-form.service.js';
import { InstallationKeyController } from './installation-key.controller.js';
import { InstallationKey } from './installation-key.service.js';
import { Lineages } from './lineages.repository.js';
import { PortabilityController } from './portability.controller.js';
import { SessionExports } from './session-exports.repository.js';
import { Standstill } from './standstill.service.js';

@Module({
  imports: [AuditModule, AuthModule, BillingModule, LastingSecretsModule, SessionsModule],
  controllers: [PortabilityController, InstallationKeyController],
  providers: [
    ...[Admission, Arrival, Departure, Farewell, ImportForm],
    ...[InstallationKey, Lineages, SessionExports, Standstill],
  ],
})
export class PortabilityModule {}
