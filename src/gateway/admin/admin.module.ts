import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SettingsModule } from '../settings/index.js';
import { WorkersModule } from '../workers/index.js';
import { OverviewController } from './overview.controller.js';
import { Overview } from './overview.repository.js';
import { SettingsController } from './settings.controller.js';
import { SystemLogController } from './system-log.controller.js';
import { SystemLogRepository } from './system-log.repository.js';
import { SystemLog } from './system-log.service.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [AuthModule, SettingsModule, WorkersModule],
  controllers: [OverviewController, SettingsController, SystemLogController, UsersController],
  providers: [Overview, SystemLog, SystemLogRepository],
})
export class AdminModule {}
