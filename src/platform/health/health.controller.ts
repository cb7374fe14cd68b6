import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problem } from '../../contracts/errors.js';
import { AppConfig } from '../config/index.js';
import { packageVersion } from '../package-root.js';
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
  health(): object {
    return this.report.of(this.self());
  }

  @Get('health/detailed')
  async detailed() {
    const checks = await this.readiness.run();
    const status = checks.every((check) => check.status === 'ok') ? 'ok' : 'degraded';
    return { ...this.self(), status, checks };
  }

  /** The process turns its event loop; restart it when this fails. */
  @Get('live')
  live() {
    return { status: 'ok' };
  }

  /** Requests may be sent here; take it out of the rotation when this fails. `degraded`: some will fail, most will not. */
  @Get('ready')
  async ready() {
    const { obstacle, failing } = await this.readiness.judge();
    if (obstacle) throw new Problem('UNAVAILABLE', obstacle, { retryAfterSeconds: 1 });
    return failing.length === 0 ? { status: 'ok' } : { status: 'degraded', failing };
  }

  private self(): Health {
    const { role } = this.config;
    return { status: 'ok', role, version: this.version, uptimeSeconds: Math.round(process.uptime()) };
  }
}
