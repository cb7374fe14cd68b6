import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { TemplatesController } from './templates.controller.js';
import { TemplatesRepository } from './templates.repository.js';
import { Templates } from './templates.service.js';

@Module({
  imports: [AuthModule],
  controllers: [TemplatesController],
  providers: [Templates, TemplatesRepository],
  exports: [Templates],
})
export class TemplatesModule {}
