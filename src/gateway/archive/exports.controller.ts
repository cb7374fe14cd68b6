import { Controller, Get, Param, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { ExportListDto, MessageExportDto } from './exports.dto.js';
import { Exports } from './exports.service.js';

@ApiTags('Exports')
@Controller('sessions/:sessionId/exports')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'The days whose messages were exported to the object storage' })
  @ApiOkResponse({ type: ExportListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'UNAVAILABLE')
  listExports(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<ExportListDto> {
    return this.exports.list(caller, sessionId);
  }

  @Get(':day')
  @Needs('messages:read')
  @ApiOperation({ summary: 'The messages that were stored on a day (UTC), as they were when it was over' })
  @ApiOkResponse({ type: MessageExportDto })
  @ApiProblems('SESSION_NOT_FOUND', 'EXPORT_NOT_FOUND', 'UNAVAILABLE')
  downloadExport(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('day') day: string,
  ): Promise<StreamableFile> {
    return this.exports.day(caller, sessionId, day);
  }
}
