import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { addressed, PATTERNS, Problem } from '../../contracts/index.js';
import { Workers } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Bus } from '../../platform/transport/index.js';
import { ExpectedWorkers } from './expected-workers.repository.js';
import { Placement } from './placement.service.js';
import { PlacementLoop } from './placement-loop.service.js';
import { figuresOf, statusOf, totalsOf } from './worker-answers.js';
import type {
  DrainingWorkerDto,
  HealthMonitorDto,
  MetricsListDto,
  MigrationDto,
  RemovedWorkerDto,
  WorkerDto,
  WorkerFiguresDto,
  WorkerListDto,
  WorkerStatisticsDto,
} from './worker-answers.dto.js';
import { WATCH_MS } from './worker-watch.service.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';
import type { AddWorkerDto } from './workers.dto.js';

/** What administrators see of the workers, and do with them. */
@Injectable()
export class Fleet {
  constructor(
    private readonly dataSource: DataSource,
    private readonly workers: Workers,
    private readonly expected: ExpectedWorkers,
    private readonly upkeep: WorkerUpkeep,
    private readonly placement: Placement,
    private readonly placementLoop: PlacementLoop,
    private readonly bus: Bus,
  ) {}

  async list(): Promise<WorkerListDto> {
    return { workers: (await this.figures()).map(({ messages: _, startedAt: __, ...worker }) => worker) };
  }

  async statistics(): Promise<WorkerStatisticsDto> {
    const workers = await this.figures();
    return { totals: totalsOf(workers), workers };
  }

  async metrics(workerId: string, limit: number): Promise<MetricsListDto> {
    const history = await this.upkeep.history(workerId, limit);
    if (history.length === 0) await this.find(workerId);
    return {
      workerId,
      metrics: history.map(({ workerId: _, state, ...figures }) => ({ ...figures, status: statusOf(state) })),
    };
  }

  /** Throws WORKER_EXISTS when one with this endpoint is there or expected. */
  async expect({ endpoint, maxSessions, description = null }: AddWorkerDto): Promise<WorkerDto> {
    const added = { workerId: `wkr_${v7()}`, endpoint: endpoint.replace(/\/+$/, ''), maxSessions, description };
    const known = (await this.figures()).some((worker) => worker.endpoint === added.endpoint);
    if (known || !(await this.expected.add(added))) {
      throw new Problem('WORKER_EXISTS', `A worker at ${added.endpoint} is known already.`);
    }
    const { workers } = await this.list();
    return workers.find(({ workerId }) => workerId === added.workerId)!;
  }

  /** A running one is drained first, and is gone when its process has ended. */
  async remove(workerId: string): Promise<RemovedWorkerDto> {
    const { status, endpoint } = await this.find(workerId);
    await this.expected.remove(workerId, endpoint);
    if (status !== 'PENDING') await this.workers.remove(workerId);
    if (status !== 'ONLINE' && status !== 'DRAINING') return { workerId, message: 'Worker removed.' };
    this.wake(workerId);
    return { workerId, message: 'Worker is draining and will be removed.' };
  }

  /** Throws WORKER_NOT_FOUND for one that does not run. */
  async drain(workerId: string): Promise<DrainingWorkerDto> {
    const { sessionCount } = await this.find(workerId);
    if (!(await this.workers.drain(workerId))) {
      throw new Problem('WORKER_NOT_FOUND', `Worker ${workerId} is not running.`);
    }
    this.wake(workerId);
    return { workerId, status: 'DRAINING', sessionCount };
  }

  async migrate(sessionId: string, workerId?: string): Promise<MigrationDto> {
    const { from, to } = await transaction(this.dataSource, (tx) => this.placement.move(tx, sessionId, workerId));
    await this.placement.wake(sessionId);
    return { sessionId, from, workerId: to };
  }

  async monitor(): Promise<HealthMonitorDto> {
    const { online, offline } = totalsOf(await this.figures());
    return { running: await this.upkeep.healthMonitor(), intervalMs: WATCH_MS, online, offline };
  }

  async setMonitor(running: boolean): Promise<HealthMonitorDto> {
    await this.upkeep.setHealthMonitor(running);
    return this.monitor();
  }

  private wake(workerId: string): void {
    this.bus.tell(addressed(PATTERNS.workerWake, workerId), {});
    this.placementLoop.nudge();
  }

  private async find(workerId: string): Promise<WorkerFiguresDto> {
    const found = (await this.figures()).find((worker) => worker.workerId === workerId);
    if (!found) throw new Problem('WORKER_NOT_FOUND', `There is no worker ${workerId}.`);
    return found;
  }

  private async figures(): Promise<WorkerFiguresDto[]> {
    const [known, expected] = await Promise.all([this.workers.known(), this.expected.list()]);
    return figuresOf(known, expected);
  }
}
