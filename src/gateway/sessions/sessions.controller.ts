import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { SessionOperation } from '../billing/index.js';
import { Registration } from './registration.service.js';
import { Removal } from './removal.service.js';
import {
  ChangedSessionDto,
  CreatedSessionDto,
  DeletedSessionDto,
  SessionDetailsDto,
  SessionListDto,
  SessionStatusDto,
} from './session-answers.dto.js';
import { ChangeSessionDto, CreateSessionDto, ListSessionsDto } from './sessions.dto.js';
import { Sessions } from './sessions.service.js';

@ApiTags('Sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly registration: Registration,
    private readonly removal: Removal,
  ) {}

  @Post()
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Create a session, without connecting it' })
  @ApiCreatedResponse({ type: CreatedSessionDto })
  @ApiProblems('SESSION_EXISTS', 'SESSION_LIMIT_REACHED', 'VALIDATION_FAILED', 'URL_REFUSED')
  createSession(@Caller() caller: Principal, @Body() body: CreateSessionDto): Promise<CreatedSessionDto> {
    return this.registration.create(caller, body);
  }

  @Get()
  @Needs('sessions:read')
  @ApiOperation({ summary: 'List your sessions' })
  @ApiOkResponse({ type: SessionListDto })
  @ApiProblems('VALIDATION_FAILED')
  listSessions(@Caller() caller: Principal, @Query() query: ListSessionsDto): Promise<SessionListDto> {
    return this.sessions.list(caller, query.status);
  }

  @Get(':sessionId')
  @Needs('sessions:read')
  @ApiOperation({ summary: 'Everything about a session' })
  @ApiOkResponse({ type: SessionDetailsDto })
  @ApiProblems('SESSION_NOT_FOUND')
  getSession(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<SessionDetailsDto> {
    return this.sessions.details(caller, sessionId);
  }

  @Patch(':sessionId')
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Change the name, the webhook, the pacing or the proxy of a session' })
  @ApiOkResponse({ type: ChangedSessionDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'URL_REFUSED')
  changeSession(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ChangeSessionDto,
  ): Promise<ChangedSessionDto> {
    return this.registration.change(caller, sessionId, body);
  }

  @Delete(':sessionId')
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Log a session out and erase everything of it' })
  @ApiOkResponse({ type: DeletedSessionDto })
  @ApiProblems('SESSION_NOT_FOUND')
  deleteSession(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<DeletedSessionDto> {
    return this.removal.remove(caller, sessionId);
  }

  @Get(':sessionId/status')
  @Needs('sessions:read')
  @ApiOperation({ summary: 'The connection status of a session' })
  @ApiOkResponse({ type: SessionStatusDto })
  @ApiProblems('SESSION_NOT_FOUND')
  getSessionStatus(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<SessionStatusDto> {
    return this.sessions.status(caller, sessionId);
  }
}
