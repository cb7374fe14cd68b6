import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SettingsModule } from '../settings/index.js';
import { InstallationController } from './installation.controller.js';

@Module({ imports: [AuthModule, SettingsModule], controllers: [InstallationController] })
export class InstallationModule {}
