import { Module } from '@nestjs/common';
import { EventDays } from './event-days.repository.js';
import { EventLog } from './event-log.repository.js';
import { EventRetention } from './event-retention.service.js';

@Module({ providers: [EventDays, EventLog, EventRetention], exports: [EventLog] })
export class EventLogModule {}
