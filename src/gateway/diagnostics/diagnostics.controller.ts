import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { DiagnosticsDto } from './diagnostics.dto.js';
import { Diagnostics } from './diagnostics.service.js';

@ApiTags('Sessions')
@Controller('sessions/:sessionId/diagnostics')
export class DiagnosticsController {
  constructor(private readonly diagnostics: Diagnostics) {}

  @Get()
  @Needs('sessions:read')
  @ApiOperation({
    summary: 'Why a session does what it does',
    description:
      'Its connections and how they ended, what waits, what failed, its devices and who has it. Asks no worker.',
  })
  @ApiOkResponse({ type: DiagnosticsDto })
  @ApiProblems('SESSION_NOT_FOUND')
  getDiagnostics(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<DiagnosticsDto> {
    return this.diagnostics.of(caller, sessionId);
  }
}
