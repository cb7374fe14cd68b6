import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { RejectedCallDto } from './calls.dto.js';
import { Calls } from './calls.service.js';

@ApiTags('Calls')
@Controller('sessions/:sessionId/calls')
export class CallsController {
  constructor(private readonly calls: Calls) {}

  @Post(':callId/reject')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Reject a call, as told by the event `call.received`' })
  @ApiOkResponse({ type: RejectedCallDto })
  @ApiProblems('SESSION_NOT_FOUND', 'CALL_NOT_FOUND', ...LIVE_PROBLEMS)
  rejectCall(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('callId') callId: string,
  ): Promise<RejectedCallDto> {
    return this.calls.reject(caller, sessionId, callId);
  }
}
