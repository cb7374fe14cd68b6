import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Backlog, Workers } from '../../mailbox/index.js';
import { type Figure, gauge, InstallationFigures } from '../../platform/metrics/index.js';

const workers = gauge(
  'wagate_installation_workers',
  'Workers of the installation: ready, draining, offline (for a day)',
  ['state'],
);
const capacity = gauge('wagate_installation_sessions_max', 'Sessions that the ready workers may hold together');
const wanted = gauge(
  'wagate_installation_wanted_sessions',
  'Sessions that are to be connected: held by a living worker, or waiting for one',
  ['state'],
);

const STATES = ['ready', 'draining', 'offline'] as const;

/** The workers and what they hold, for the metrics. */
@Injectable()
export class WorkerFigures implements OnModuleInit {
  constructor(
    private readonly workers: Workers,
    private readonly backlog: Backlog,
    private readonly figures: InstallationFigures,
  ) {}

  onModuleInit(): void {
    this.figures.add({ name: 'workers', gauges: [workers, capacity, wanted], read: () => this.read() });
  }

  private async read(): Promise<Figure[]> {
    const [known, accounts] = await Promise.all([this.workers.known(), this.backlog.accounts()]);
    const room = known.filter(({ state }) => state === 'ready').reduce((sum, { maxSessions }) => sum + maxSessions, 0);
    return [
      ...STATES.map((state) => ({
        gauge: workers,
        value: known.filter((worker) => worker.state === state).length,
        labels: { state },
      })),
      { gauge: capacity, value: room },
      { gauge: wanted, value: accounts.held, labels: { state: 'held' } },
      { gauge: wanted, value: accounts.waiting, labels: { state: 'waiting' } },
    ];
  }
}
