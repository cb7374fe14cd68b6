import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { MediaModule } from '../media/index.js';
import { MessagingModule } from '../messaging/index.js';
import { SessionsModule } from '../sessions/index.js';
import { ArchiveEntries } from './archive-entries.service.js';
import { DataExportJob } from './data-export-job.service.js';
import { DataExportsController } from './data-exports.controller.js';
import { DataExportsRepository } from './data-exports.repository.js';
import { DataExports } from './data-exports.service.js';

@Module({
  imports: [AuditModule, AuthModule, MediaModule, MessagingModule, SessionsModule],
  controllers: [DataExportsController],
  providers: [ArchiveEntries, DataExportJob, DataExports, DataExportsRepository],
})
export class DataExportsModule {}
