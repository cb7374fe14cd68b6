import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/index.js';
import { EventDays } from './event-days.repository.js';
import { EventLog } from './event-log.repository.js';
import { EventRetention } from './event-retention.service.js';

@Module({ imports: [SettingsModule], providers: [EventDays, EventLog, EventRetention], exports: [EventLog] })
export class EventLogModule {}
