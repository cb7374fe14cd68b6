import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthReport } from './health-report.js';
import { Readiness } from './readiness.js';

@Global()
@Module({ controllers: [HealthController], providers: [HealthReport, Readiness], exports: [HealthReport, Readiness] })
export class HealthModule {}
