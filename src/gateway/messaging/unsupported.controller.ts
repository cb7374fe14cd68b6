import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { UnsupportedKindsDto } from './unsupported.dto.js';
import { Unsupported } from './unsupported.service.js';

@ApiTags('Messages')
@Controller('sessions/:sessionId/messages/unsupported')
export class UnsupportedController {
  constructor(private readonly unsupported: Unsupported) {}

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'How many messages came in that are not read yet, by WhatsApp’s own name of their kind' })
  @ApiOkResponse({ type: UnsupportedKindsDto })
  @ApiProblems('SESSION_NOT_FOUND')
  listUnsupportedKinds(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<UnsupportedKindsDto> {
    return this.unsupported.kinds(caller, sessionId);
  }
}
