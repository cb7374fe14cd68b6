import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MessagingModule } from '../messaging/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { DiagnosticsController } from './diagnostics.controller.js';
import { Diagnostics } from './diagnostics.service.js';

@Module({
  imports: [AuthModule, MessagingModule, SessionsModule, WebhooksModule],
  controllers: [DiagnosticsController],
  providers: [Diagnostics],
})
export class DiagnosticsModule {}
