import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly, ApiProblems, Caller, type Principal } from '../auth/index.js';
import { FleetOrders } from './fleet-orders.service.js';
import { Fleet } from './fleet.service.js';
import { HealthMonitor } from './health-monitor.service.js';
import { Moves } from './moves.service.js';
import { probeWorker } from './probe.js';
import {
  DrainingWorkerDto,
  HealthMonitorDto,
  MetricsListDto,
  MigrationDto,
  RemovedWorkerDto,
  WorkerDto,
  WorkerListDto,
  WorkerStatisticsDto,
  WorkerTestDto,
} from './worker-answers.dto.js';
import { AddWorkerDto, ListMetricsDto, MigrateDto, TestWorkerDto } from './workers.dto.js';

@ApiTags('Workers')
@Controller()
@AdminOnly()
export class WorkersController {
  constructor(
    private readonly fleet: Fleet,
    private readonly orders: FleetOrders,
    private readonly healthMonitor: HealthMonitor,
    private readonly moves: Moves,
  ) {}

  @Get('workers')
  @ApiOperation({ summary: 'All workers, those that ended within the last day included' })
  @ApiOkResponse({ type: WorkerListDto })
  listWorkers(): Promise<WorkerListDto> {
    return this.fleet.list();
  }

  @Post('workers')
  @ApiOperation({ summary: 'Expect a worker: it is PENDING until one registers at the endpoint' })
  @ApiCreatedResponse({ type: WorkerDto })
  @ApiProblems('WORKER_EXISTS', 'VALIDATION_FAILED')
  addWorker(@Body() body: AddWorkerDto): Promise<WorkerDto> {
    return this.orders.expect(body);
  }

  @Get('workers/statistics')
  @ApiOperation({ summary: 'Figures of all workers together, and of each' })
  @ApiOkResponse({ type: WorkerStatisticsDto })
  getWorkerStatistics(): Promise<WorkerStatisticsDto> {
    return this.fleet.statistics();
  }

  @Post('workers/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether an endpoint can be reached, and is a worker that is well' })
  @ApiOkResponse({ type: WorkerTestDto })
  @ApiProblems('VALIDATION_FAILED')
  testWorker(@Body() { endpoint }: TestWorkerDto): Promise<WorkerTestDto> {
    return probeWorker(endpoint);
  }

  @Get('workers/health/status')
  @ApiOperation({ summary: 'Whether killed workers are looked for' })
  @ApiOkResponse({ type: HealthMonitorDto })
  getHealthMonitor(): Promise<HealthMonitorDto> {
    return this.healthMonitor.status();
  }

  @Post('workers/health/start')
  @HttpCode(200)
  @ApiOperation({ summary: 'Look for killed workers again' })
  @ApiOkResponse({ type: HealthMonitorDto })
  startHealthMonitor(): Promise<HealthMonitorDto> {
    return this.healthMonitor.set(true);
  }

  @Post('workers/health/stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Do not look for killed workers; missing beats still show them' })
  @ApiOkResponse({ type: HealthMonitorDto })
  stopHealthMonitor(): Promise<HealthMonitorDto> {
    return this.healthMonitor.set(false);
  }

  @Get('workers/:workerId/metrics')
  @ApiOperation({ summary: 'The history of a worker, a sample every ten seconds, for a week' })
  @ApiOkResponse({ type: MetricsListDto })
  @ApiProblems('WORKER_NOT_FOUND')
  getWorkerMetrics(@Param('workerId') workerId: string, @Query() { limit }: ListMetricsDto): Promise<MetricsListDto> {
    return this.fleet.metrics(workerId, limit);
  }

  @Post('workers/:workerId/drain')
  @HttpCode(202)
  @ApiOperation({ summary: 'Move all sessions to other workers without loss; then the process ends' })
  @ApiAcceptedResponse({ type: DrainingWorkerDto })
  @ApiProblems('WORKER_NOT_FOUND')
  drainWorker(@Caller() caller: Principal, @Param('workerId') workerId: string): Promise<DrainingWorkerDto> {
    return this.orders.drain(caller, workerId);
  }

  @Delete('workers/:workerId')
  @ApiOperation({ summary: 'Forget a worker; a running one is drained first' })
  @ApiOkResponse({ type: RemovedWorkerDto })
  @ApiProblems('WORKER_NOT_FOUND')
  removeWorker(@Caller() caller: Principal, @Param('workerId') workerId: string): Promise<RemovedWorkerDto> {
    return this.orders.remove(caller, workerId);
  }

  @Post('sessions/:sessionId/migrate')
  @HttpCode(202)
  @ApiOperation({ summary: 'Move a session to another worker without loss' })
  @ApiAcceptedResponse({ type: MigrationDto })
  @ApiProblems('SESSION_NOT_FOUND', 'NO_WORKER', 'VALIDATION_FAILED')
  migrateSession(@Param('sessionId') sessionId: string, @Body() { workerId }: MigrateDto): Promise<MigrationDto> {
    return this.moves.move(sessionId, workerId ?? undefined);
  }
}
