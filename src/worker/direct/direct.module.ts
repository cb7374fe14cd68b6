import { Module } from '@nestjs/common';
import { WorkerModule } from '../worker.module.js';
import { DirectController } from './direct.controller.js';
import { DirectHealth } from './direct-health.service.js';
import { DirectMessages } from './direct-messages.service.js';
import { DirectSessions } from './direct-sessions.service.js';
import { DirectUpkeep } from './direct-upkeep.service.js';
import { DirectWishes } from './direct-wishes.service.js';

/**
 * The worker's own HTTP surface, for programs that talk to workers directly. It owns no table; through DirectAccounts and
 * DirectLog of the mailbox it makes sessions that no gateway knows, and keeps what is reported of them.
 */
@Module({
  imports: [WorkerModule],
  controllers: [DirectController],
  providers: [DirectHealth, DirectMessages, DirectSessions, DirectUpkeep, DirectWishes],
})
export class DirectModule {}
