import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { addressed, PATTERNS, Problem } from '../../contracts/index.js';
import { Workers } from '../../mailbox/index.js';
import { Bus } from '../../platform/transport/index.js';
import { type Actor, AuditLog } from '../audit/index.js';
import { ExpectedWorkers } from './expected-workers.repository.js';
import { Fleet } from './fleet.service.js';
import { PlacementLoop } from './placement-loop.service.js';
import type { DrainingWorkerDto, RemovedWorkerDto, WorkerDto } from './worker-answers.dto.js';
import type { AddWorkerDto } from './workers.dto.js';

/** What administrators do with workers: expect one, let one go. */
@Injectable()
export class FleetOrders {
  constructor(
    private readonly fleet: Fleet,
    private readonly workers: Workers,
    private readonly expected: ExpectedWorkers,
    private readonly placementLoop: PlacementLoop,
    private readonly bus: Bus,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** Throws WORKER_EXISTS when one with this endpoint is there or expected. */
  async expect({ endpoint, maxSessions, description = null }: AddWorkerDto): Promise<WorkerDto> {
    const added = { workerId: `wkr_${v7()}`, endpoint: endpoint.replace(/\/+$/, ''), maxSessions, description };
    const known = (await this.fleet.figures()).some((worker) => worker.endpoint === added.endpoint);
    if (known || !(await this.expected.add(added))) {
      throw new Problem('WORKER_EXISTS', `A worker at ${added.endpoint} is known already.`);
    }
    const { workers } = await this.fleet.list();
    return workers.find(({ workerId }) => workerId === added.workerId)!;
  }

  /** A running one is drained first, and is gone when its process has ended. Throws WORKER_NOT_FOUND. */
  async remove(actor: Actor, workerId: string): Promise<RemovedWorkerDto> {
    const { status, endpoint } = await this.fleet.find(workerId);
    await this.expected.remove(workerId, endpoint);
    if (status !== 'PENDING') await this.workers.remove(workerId);
    await this.note(actor, 'worker.removed', workerId);
    if (status !== 'ONLINE' && status !== 'DRAINING') return { workerId, message: 'Worker removed.' };
    this.wake(workerId);
    return { workerId, message: 'Worker is draining and will be removed.' };
  }

  /** Throws WORKER_NOT_FOUND, also for one that does not run. */
  async drain(actor: Actor, workerId: string): Promise<DrainingWorkerDto> {
    const { sessionCount } = await this.fleet.find(workerId);
    if (!(await this.workers.drain(workerId))) {
      throw new Problem('WORKER_NOT_FOUND', `Worker ${workerId} is not running.`);
    }
    await this.note(actor, 'worker.drained', workerId);
    this.wake(workerId);
    return { workerId, status: 'DRAINING', sessionCount };
  }

  private note(actor: Actor, action: 'worker.drained' | 'worker.removed', workerId: string): Promise<void> {
    return this.audit.note(this.dataSource.manager, { actor, action, target: `worker/${workerId}` });
  }

  private wake(workerId: string): void {
    this.bus.tell(addressed(PATTERNS.workerWake, workerId), {});
    this.placementLoop.nudge();
  }
}
