import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MessagingModule } from '../messaging/index.js';
import { SessionsModule } from '../sessions/index.js';
import { ArchiveJob } from './archive-job.service.js';
import { ArchiveRepository } from './archive.repository.js';
import { CopyResealing } from './copy-resealing.service.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.service.js';
import { MessageExport } from './message-export.service.js';
import { SessionArchive } from './session-archive.service.js';

@Module({
  imports: [AuthModule, SessionsModule, MessagingModule],
  controllers: [ExportsController],
  providers: [ArchiveJob, ArchiveRepository, CopyResealing, Exports, MessageExport, SessionArchive],
  exports: [CopyResealing],
})
export class ArchiveModule {}
