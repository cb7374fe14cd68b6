import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { Workers } from '../../mailbox/index.js';
import { ExpectedWorkers } from './expected-workers.repository.js';
import { figuresOf, statusOf, totalsOf } from './worker-answers.js';
import type { MetricsListDto, WorkerFiguresDto, WorkerListDto, WorkerStatisticsDto } from './worker-answers.dto.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';

/** All workers as administrators see them: those that run, those that ended, those that are expected. */
@Injectable()
export class Fleet {
  constructor(
    private readonly workers: Workers,
    private readonly expected: ExpectedWorkers,
    private readonly upkeep: WorkerUpkeep,
  ) {}

  async list(): Promise<WorkerListDto> {
    return { workers: (await this.figures()).map(({ messages: _, startedAt: __, ...worker }) => worker) };
  }

  async statistics(): Promise<WorkerStatisticsDto> {
    const workers = await this.figures();
    return { totals: totalsOf(workers), workers };
  }

  /** Throws WORKER_NOT_FOUND. */
  async metrics(workerId: string, limit: number): Promise<MetricsListDto> {
    const history = await this.upkeep.history(workerId, limit);
    if (history.length === 0) await this.find(workerId);
    return {
      workerId,
      metrics: history.map(({ workerId: _, state, ...figures }) => ({ ...figures, status: statusOf(state) })),
    };
  }

  /** Throws WORKER_NOT_FOUND. */
  async find(workerId: string): Promise<WorkerFiguresDto> {
    const found = (await this.figures()).find((worker) => worker.workerId === workerId);
    if (!found) throw new Problem('WORKER_NOT_FOUND', `There is no worker ${workerId}.`);
    return found;
  }

  async figures(): Promise<WorkerFiguresDto[]> {
    const [known, expected] = await Promise.all([this.workers.known(), this.expected.list()]);
    return figuresOf(known, expected);
  }
}
