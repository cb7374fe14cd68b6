import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { CallsController } from './calls.controller.js';
import { Calls } from './calls.service.js';

@Module({
  imports: [AuthModule, SessionsModule, WorkersModule],
  controllers: [CallsController],
  providers: [Calls],
})
export class CallsModule {}
