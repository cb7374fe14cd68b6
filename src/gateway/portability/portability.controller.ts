import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { TakesUploads } from '../../platform/http/index.js';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { SessionOperation } from '../billing/index.js';
import { Arrival } from './arrival.service.js';
import { Departure } from './departure.service.js';
import { ExportSessionDto, ImportedSessionDto, ImportSessionForm } from './portability.dto.js';

const FILE = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const;

@ApiTags('Sessions')
@Controller('sessions')
export class PortabilityController {
  constructor(
    private readonly departure: Departure,
    private readonly arrival: Arrival,
  ) {}

  @Post('import')
  @Needs('sessions:manage')
  @SessionOperation()
  @TakesUploads()
  @ApiOperation({
    summary: 'Import a session from another installation; it connects by itself, without a QR code',
    description:
      'A file is good once. One that was imported here, or is older than a later export of the same device, is refused, also when ' +
      'the session was deleted since. Imported back where it left, the session is as it was.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportSessionForm })
  @ApiCreatedResponse({ type: ImportedSessionDto })
  @ApiProblems(
    ...(['MALFORMED_REQUEST', 'FORBIDDEN', 'SESSION_EXISTS', 'SESSION_LIMIT_REACHED', 'SESSION_FILE_USED'] as const),
    ...(['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'VALIDATION_FAILED', 'SESSION_FILE_DAMAGED'] as const),
    ...(['SESSION_FILE_REFUSED', 'PASSPHRASE_WRONG', 'URL_REFUSED', 'UNAVAILABLE'] as const),
  )
  importSession(@Caller() caller: Principal, @Req() request: FastifyRequest): Promise<ImportedSessionDto> {
    return this.arrival.import(caller, request.raw);
  }

  @Post(':sessionId/export')
  @HttpCode(200)
  @Needs('sessions:manage')
  @SessionOperation()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Export a session as one encrypted, signed file, for another installation',
    description:
      'The session is stopped, stays linked to the phone, and can not connect here any more: from then on its keys are in the file and ' +
      'nowhere else. In the file are credentials, keys, name and settings; messages, webhooks and API keys stay. Deleting the ' +
      'session here afterwards does not log the device out.',
  })
  @ApiOkResponse({ content: FILE })
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_NOT_PAIRED', 'SESSION_EXPORTED', 'MESSAGES_QUEUED', 'VALIDATION_FAILED')
  exportSession(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ExportSessionDto,
  ): Promise<StreamableFile> {
    return this.departure.export(caller, sessionId, body);
  }

  @Get(':sessionId/export')
  @Needs('sessions:manage')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'The file of an exported session once more, for as long as the session is not deleted here',
  })
  @ApiOkResponse({ content: FILE })
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_FILE_NOT_FOUND')
  getSessionExport(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<StreamableFile> {
    return this.departure.file(caller, sessionId);
  }
}
