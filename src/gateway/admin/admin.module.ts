import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SystemLogController } from './system-log.controller.js';
import { SystemLogRepository } from './system-log.repository.js';
import { SystemLog } from './system-log.service.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [AuthModule],
  controllers: [SystemLogController, UsersController],
  providers: [SystemLog, SystemLogRepository],
})
export class AdminModule {}
