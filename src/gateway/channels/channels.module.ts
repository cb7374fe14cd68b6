import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { ChannelsController } from './channels.controller.js';
import { Channels } from './channels.service.js';

@Module({
  imports: [AuthModule, SessionsModule, WorkersModule],
  controllers: [ChannelsController],
  providers: [Channels],
})
export class ChannelsModule {}
