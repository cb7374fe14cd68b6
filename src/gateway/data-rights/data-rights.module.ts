import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { DataRightsController } from './data-rights.controller.js';
import { Erasure } from './erasure.service.js';

@Module({ imports: [AuthModule, SessionsModule], controllers: [DataRightsController], providers: [Erasure] })
export class DataRightsModule {}
