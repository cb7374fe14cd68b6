import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { InstallationFigures } from './installation-figures.js';
import { MetricsController } from './metrics.controller.js';
import { measureProcess } from './process-metrics.js';

@Global()
@Module({ controllers: [MetricsController], providers: [InstallationFigures], exports: [InstallationFigures] })
export class MetricsModule implements OnModuleInit {
  constructor(private readonly config: AppConfig) {}

  onModuleInit(): void {
    measureProcess(this.config);
  }
}
