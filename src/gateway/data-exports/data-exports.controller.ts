import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, type StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, PersonOnly, type Principal } from '../auth/index.js';
import { DataExportDto, DataExportListDto, RequestDataExportDto } from './data-export.dto.js';
import { DataExports } from './data-exports.service.js';

@ApiTags('Data exports')
@Controller('data-exports')
@PersonOnly()
export class DataExportsController {
  constructor(private readonly exports: DataExports) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask for an archive of everything that is known of you, or of one session',
    description:
      'Messages, chats, contacts, files, events, webhooks and keys (without secrets), usage, and what the log tells of you: a tar.gz with JSON ' +
      'lines. Kept encrypted for 7 days, and no longer than a session that is in it.',
  })
  @ApiAcceptedResponse({ type: DataExportDto })
  @ApiProblems('SESSION_NOT_FOUND', 'DATA_EXPORT_UNDER_WAY', 'VALIDATION_FAILED')
  requestDataExport(@Caller() caller: Principal, @Body() { sessionId }: RequestDataExportDto): Promise<DataExportDto> {
    return this.exports.request(caller, sessionId ?? null);
  }

  @Get()
  @ApiOperation({ summary: 'Your archives, and how far they are' })
  @ApiOkResponse({ type: DataExportListDto })
  listDataExports(@Caller() caller: Principal): Promise<DataExportListDto> {
    return this.exports.list(caller);
  }

  @Get(':dataExportId')
  @ApiOperation({ summary: 'How far an archive is' })
  @ApiOkResponse({ type: DataExportDto })
  @ApiProblems('DATA_EXPORT_NOT_FOUND')
  getDataExport(@Caller() caller: Principal, @Param('dataExportId') id: string): Promise<DataExportDto> {
    return this.exports.show(caller, id);
  }

  @Get(':dataExportId/archive')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The archive' })
  @ApiOkResponse({ content: { 'application/gzip': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems('DATA_EXPORT_NOT_FOUND', 'UNAVAILABLE')
  downloadDataExport(@Caller() caller: Principal, @Param('dataExportId') id: string): Promise<StreamableFile> {
    return this.exports.archive(caller, id);
  }

  @Delete(':dataExportId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase an archive' })
  @ApiNoContentResponse()
  @ApiProblems('DATA_EXPORT_NOT_FOUND')
  deleteDataExport(@Caller() caller: Principal, @Param('dataExportId') id: string): Promise<void> {
    return this.exports.remove(caller, id);
  }
}
