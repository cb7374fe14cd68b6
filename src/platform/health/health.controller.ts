import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problem } from '../../contracts/errors.js';
import { AppConfig } from '../config/index.js';
import { ApiProblems } from '../http/index.js';
import { packageVersion } from '../package-root.js';
import { DetailedHealthDto, HealthDto, LivenessDto, ReadyDto } from './health.dto.js';
import { type Health, HealthReport } from './health-report.js';
import { Readiness } from './readiness.js';

/** The paths that have no `/api/v1` before them. */
export const HEALTH_PATHS = ['health', 'health/detailed', 'ready', 'live'];

@ApiTags('Health')
@Controller()
export class HealthController {
  private readonly version = packageVersion();

  constructor(
    private readonly config: AppConfig,
    private readonly report: HealthReport,
    private readonly readiness: Readiness,
  ) {}

  @Get('health')
  @ApiOperation({ summary: 'That this process answers, and what it is' })
  @ApiOkResponse({ type: HealthDto })
  getHealth(): object {
    return this.report.of(this.self());
  }

  @Get('health/detailed')
  @ApiOperation({ summary: 'What this process depends on, each with its state' })
  @ApiOkResponse({ type: DetailedHealthDto })
  async getDetailedHealth(): Promise<DetailedHealthDto> {
    const checks = await this.readiness.run();
    const status = checks.every((check) => check.status === 'ok') ? 'ok' : 'degraded';
    return { ...this.self(), status, checks };
  }

  @Get('live')
  @ApiOperation({ summary: 'The process turns its event loop', description: 'Restart it when this fails.' })
  @ApiOkResponse({ type: LivenessDto })
  getLiveness(): LivenessDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Whether requests may be sent here',
    description: 'Take it out of the rotation when this fails. `degraded`: some requests will fail, most will not.',
  })
  @ApiOkResponse({ type: ReadyDto })
  @ApiProblems('UNAVAILABLE')
  async getReadiness(): Promise<ReadyDto> {
    const { obstacle, failing } = await this.readiness.judge();
    if (obstacle) throw new Problem('UNAVAILABLE', obstacle, { retryAfterSeconds: 1 });
    return failing.length === 0 ? { status: 'ok' } : { status: 'degraded', failing };
  }

  private self(): Health {
    const { role } = this.config;
    return { status: 'ok', role, version: this.version, uptimeSeconds: Math.round(process.uptime()) };
  }
}
