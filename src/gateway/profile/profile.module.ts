import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MediaModule } from '../media/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { ProfileController } from './profile.controller.js';
import { Profiles } from './profile.service.js';

@Module({
  imports: [AuthModule, MediaModule, SessionsModule, WorkersModule],
  controllers: [ProfileController],
  providers: [Profiles],
})
export class ProfileModule {}
