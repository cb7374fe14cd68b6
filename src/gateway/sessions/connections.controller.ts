import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { SessionOperation } from '../billing/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { prefersPng } from './accept.js';
import { Connections } from './connections.service.js';
import { Pairing } from './pairing.service.js';
import {
  ConnectionDto,
  EndingSessionDto,
  PairingCodeAnswerDto,
  QrDto,
  StartedSessionDto,
} from './session-answers.dto.js';
import { CreateSessionDto, PairingCodeDto, StopSessionDto } from './sessions.dto.js';

@ApiTags('Sessions')
@Controller('sessions')
export class ConnectionsController {
  constructor(
    private readonly connections: Connections,
    private readonly pairing: Pairing,
  ) {}

  @Post('start')
  @HttpCode(202)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Create a session if it is absent, and connect it; repeatable' })
  @ApiAcceptedResponse({ type: StartedSessionDto })
  @ApiProblems('SESSION_EXISTS', 'SESSION_LIMIT_REACHED', 'VALIDATION_FAILED', 'URL_REFUSED')
  startSession(@Caller() caller: Principal, @Body() body: CreateSessionDto): Promise<StartedSessionDto> {
    return this.connections.start(caller, body);
  }

  @Post(':sessionId/connect')
  @HttpCode(200)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Connect, and wait up to 10 s for a QR code or for CONNECTED' })
  @ApiOkResponse({ type: ConnectionDto })
  @ApiProblems('SESSION_NOT_FOUND')
  connectSession(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<ConnectionDto> {
    return this.connections.connect(caller, sessionId);
  }

  @Post(':sessionId/pairing-code')
  @HttpCode(200)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'A code to type into the phone instead of scanning' })
  @ApiOkResponse({ type: PairingCodeAnswerDto })
  @ApiProblems('SESSION_NOT_FOUND', 'SESSION_ALREADY_PAIRED', 'VALIDATION_FAILED', ...LIVE_PROBLEMS)
  requestPairingCode(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: PairingCodeDto,
  ): Promise<PairingCodeAnswerDto> {
    return this.pairing.code(caller, sessionId, body.phoneNumber);
  }

  // Whoever shows a code decides whose phone is linked, so reading it takes the right to manage.
  @Get(':sessionId/qr')
  @Needs('sessions:manage')
  @Header('Cache-Control', 'no-store')
  @Header('Vary', 'Accept')
  @ApiExtraModels(QrDto)
  @ApiOperation({ summary: 'The QR code to scan: JSON, or a picture with Accept: image/png' })
  @ApiOkResponse({
    description: 'The code that WhatsApp shows now',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(QrDto) } },
      'image/png': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @ApiProblems('SESSION_NOT_FOUND', 'NO_QR')
  getQrCode(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Headers('accept') accept?: string,
  ): Promise<QrDto | StreamableFile> {
    return prefersPng(accept) ? this.connections.qrPicture(caller, sessionId) : this.connections.qr(caller, sessionId);
  }

  @Post(':sessionId/stop')
  @HttpCode(200)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Log out, or with {"logout":false} only disconnect' })
  @ApiOkResponse({ type: EndingSessionDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  stopSession(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { logout }: StopSessionDto,
  ): Promise<EndingSessionDto> {
    return logout ? this.connections.logOut(caller, sessionId) : this.connections.disconnect(caller, sessionId);
  }

  @Post(':sessionId/disconnect')
  @HttpCode(202)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Disconnect and keep the pairing' })
  @ApiAcceptedResponse({ type: EndingSessionDto })
  @ApiProblems('SESSION_NOT_FOUND')
  disconnectSession(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<EndingSessionDto> {
    return this.connections.disconnect(caller, sessionId);
  }

  @Post(':sessionId/restart')
  @HttpCode(202)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Disconnect and connect again, the pairing kept' })
  @ApiAcceptedResponse({ type: EndingSessionDto })
  @ApiProblems('SESSION_NOT_FOUND')
  restartSession(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<EndingSessionDto> {
    return this.connections.restart(caller, sessionId);
  }

  @Post(':sessionId/logout')
  @HttpCode(202)
  @Needs('sessions:manage')
  @SessionOperation()
  @ApiOperation({ summary: 'Log out: the phone forgets this device' })
  @ApiAcceptedResponse({ type: EndingSessionDto })
  @ApiProblems('SESSION_NOT_FOUND')
  logOutSession(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<EndingSessionDto> {
    return this.connections.logOut(caller, sessionId);
  }
}
