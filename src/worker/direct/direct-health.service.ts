import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../platform/config/index.js';
import { HealthReport } from '../../platform/health/index.js';
import { Host } from '../host.service.js';

/** Gives `GET /health` of a worker the shape of its other answers too: `{success:true,data}`. */
@Injectable()
export class DirectHealth implements OnModuleInit {
  constructor(
    private readonly config: AppConfig,
    private readonly report: HealthReport,
    private readonly host: Host,
  ) {}

  onModuleInit(): void {
    const { workerId, workerMaxSessions: maxSessions } = this.config;
    this.report.add((health) => ({
      success: true,
      data: { ...health, workerId, sessions: this.host.size, maxSessions, timestamp: new Date().toISOString() },
    }));
  }
}
