import { Injectable } from '@nestjs/common';
import { Fleet } from './fleet.service.js';
import { totalsOf } from './worker-answers.js';
import type { HealthMonitorDto } from './worker-answers.dto.js';
import { WATCH_MS, WorkerWatch } from './worker-watch.service.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';

/** The switch of the watch for killed workers, which holds for all gateways. */
@Injectable()
export class HealthMonitor {
  constructor(
    private readonly upkeep: WorkerUpkeep,
    private readonly watch: WorkerWatch,
    private readonly fleet: Fleet,
  ) {}

  async status(): Promise<HealthMonitorDto> {
    const { online, offline } = totalsOf(await this.fleet.figures());
    const running = await this.upkeep.healthMonitor();
    return { running, intervalMs: WATCH_MS, online, offline, suspected: this.watch.suspected };
  }

  async set(running: boolean): Promise<HealthMonitorDto> {
    await this.upkeep.setHealthMonitor(running);
    return this.status();
  }
}
