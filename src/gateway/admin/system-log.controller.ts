import { Controller, Get, Header, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AdminOnly, ApiProblems } from '../auth/index.js';
import { SystemLogDto, SystemLogQueryDto } from './system-log.dto.js';
import { SystemLog } from './system-log.service.js';

const CSV = 'text/csv';

@ApiTags('Admin')
@Controller('admin/logs')
@AdminOnly()
export class SystemLogController {
  constructor(private readonly systemLog: SystemLog) {}

  @Get()
  @Header('Vary', 'Accept')
  @ApiExtraModels(SystemLogDto)
  @ApiOperation({
    summary: 'Who did what, newest first; JSON, or with Accept: text/csv a table of all that the filter lets through',
    description:
      'Entries can not be changed, and go when they are old. They hold no secret, no text and no phone number.',
  })
  @ApiOkResponse({
    description: 'The log',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(SystemLogDto) } },
      [CSV]: { schema: { type: 'string' } },
    },
  })
  @ApiProblems('VALIDATION_FAILED')
  listSystemLog(
    @Query() query: SystemLogQueryDto,
    @Headers('accept') accept?: string,
  ): Promise<SystemLogDto> | StreamableFile {
    if (!accept?.includes(CSV)) return this.systemLog.page(query);
    return new StreamableFile(this.systemLog.csv(query), { type: `${CSV}; charset=utf-8` });
  }
}
