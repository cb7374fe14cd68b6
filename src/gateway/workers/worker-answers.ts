import type { KnownWorker } from '../../mailbox/index.js';
import type { ExpectedWorker } from './expected-workers.repository.js';
import type { WorkerFiguresDto, WorkerStatus, WorkerTotalsDto } from './worker-answers.dto.js';

const STATUS = { ready: 'ONLINE', draining: 'DRAINING', offline: 'OFFLINE' } as const satisfies Record<
  KnownWorker['state'],
  WorkerStatus
>;

export function statusOf(state: KnownWorker['state']): WorkerStatus {
  return STATUS[state];
}

/** All workers as operators see them: an expected one is pending until a worker has registered at its endpoint. */
export function figuresOf(known: KnownWorker[], expected: ExpectedWorker[]): WorkerFiguresDto[] {
  const here = new Set(known.map(({ endpoint }) => endpoint));
  const byEndpoint = new Map(expected.map((each) => [each.endpoint, each]));
  const registered = known.map((worker) => ({
    workerId: worker.workerId,
    status: statusOf(worker.state),
    endpoint: worker.endpoint,
    sessionCount: worker.sessions,
    maxSessions: worker.maxSessions,
    cpuUsage: round(worker.cpuUsage),
    memoryUsage: round(worker.memoryUsage),
    lastHeartbeat: worker.beatAt,
    description: byEndpoint.get(worker.endpoint ?? '')?.description ?? null,
    messages: worker.messages,
    startedAt: worker.startedAt,
  }));
  return [...registered, ...expected.filter(({ endpoint }) => !here.has(endpoint)).map(pending)];
}

export function totalsOf(workers: WorkerFiguresDto[]): WorkerTotalsDto {
  const online = workers.filter(({ status }) => status === 'ONLINE');
  const count = (status: WorkerStatus) => workers.filter((worker) => worker.status === status).length;
  return {
    workers: workers.length,
    online: online.length,
    draining: count('DRAINING'),
    offline: count('OFFLINE'),
    pending: count('PENDING'),
    sessions: sum(workers, ({ sessionCount }) => sessionCount),
    capacity: sum(online, ({ maxSessions }) => maxSessions),
    messages: sum(workers, ({ messages }) => messages),
    cpuUsage: round(sum(online, ({ cpuUsage }) => cpuUsage) / Math.max(1, online.length)),
    memoryUsage: round(sum(online, ({ memoryUsage }) => memoryUsage) / Math.max(1, online.length)),
  };
}

function pending({ workerId, endpoint, maxSessions, description }: ExpectedWorker): WorkerFiguresDto {
  const nothing = { sessionCount: 0, cpuUsage: 0, memoryUsage: 0, lastHeartbeat: null, messages: 0, startedAt: null };
  return { workerId, status: 'PENDING', endpoint, maxSessions, description, ...nothing };
}

function sum(workers: WorkerFiguresDto[], figure: (worker: WorkerFiguresDto) => number): number {
  return workers.reduce((total, worker) => total + figure(worker), 0);
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
