import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, WorkerOnly } from '../auth/index.js';
import { OutsideWorkers } from './outside-workers.service.js';
import { AcceptedReportDto, RegisteredWorkerDto } from './worker-answers.dto.js';
import { HeartbeatDto, RegisterWorkerDto, SessionStatusReportDto } from './workers.dto.js';

/** Lies outside the prefix of all other routes, which must leave it out. */
export const SESSION_STATUS_REPORT = 'api/webhooks/session-status';

@ApiTags('Workers')
@Controller()
@WorkerOnly()
export class OutsideWorkersController {
  constructor(private readonly outside: OutsideWorkers) {}

  @Post('workers/register')
  @ApiOperation({ summary: 'Register a worker that is not in the transport' })
  @ApiCreatedResponse({ type: RegisteredWorkerDto })
  @ApiProblems('WORKER_EXISTS', 'VALIDATION_FAILED')
  registerWorker(@Body() body: RegisterWorkerDto): Promise<RegisteredWorkerDto> {
    return this.outside.register(body);
  }

  @Put('workers/:workerId/heartbeat')
  @ApiOperation({ summary: 'Say that such a worker is alive, and how much it has to do' })
  @ApiOkResponse({ type: RegisteredWorkerDto })
  @ApiProblems('WORKER_NOT_FOUND', 'VALIDATION_FAILED')
  sendHeartbeat(@Param('workerId') workerId: string, @Body() body: HeartbeatDto): Promise<RegisteredWorkerDto> {
    return this.outside.beat(workerId, body);
  }

  @Post(SESSION_STATUS_REPORT)
  @HttpCode(200)
  @ApiExcludeEndpoint()
  async report(@Body() body: SessionStatusReportDto): Promise<AcceptedReportDto> {
    await this.outside.report(body);
    return { success: true };
  }
}
