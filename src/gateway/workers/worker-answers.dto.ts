export const WORKER_STATUSES = ['ONLINE', 'DRAINING', 'OFFLINE', 'PENDING'] as const;
export type WorkerStatus = (typeof WORKER_STATUSES)[number];

export class WorkerDto {
  /** @example 'worker-3' */
  workerId: string;
  status: WorkerStatus;
  /** @example 'http://worker-3:8001' */
  endpoint: string | null;
  /** Sessions that are placed on it. */
  sessionCount: number;
  /** @example 50 */
  maxSessions: number;
  /** Percent of one processor. @example 12.5 */
  cpuUsage: number;
  /** Percent of the memory that the process may use. @example 7.1 */
  memoryUsage: number;
  lastHeartbeat: Date | null;
  description: string | null;
}

export class WorkerListDto {
  workers: WorkerDto[];
}

export class WorkerFiguresDto extends WorkerDto {
  /** In and out, since its start. */
  messages: number;
  startedAt: Date | null;
}

export class WorkerTotalsDto {
  workers: number;
  online: number;
  draining: number;
  offline: number;
  pending: number;
  sessions: number;
  /** Sessions that the online workers may have. */
  capacity: number;
  messages: number;
  /** The mean of the online workers. */
  cpuUsage: number;
  memoryUsage: number;
}

export class WorkerStatisticsDto {
  totals: WorkerTotalsDto;
  workers: WorkerFiguresDto[];
}

export class WorkerTestDto {
  endpoint: string;
  reachable: boolean;
  /** It is a worker, and says that it is well. */
  healthy: boolean;
  latencyMs: number;
  /** What was wrong. @example 'ECONNREFUSED' */
  detail: string | null;
}

export class HealthMonitorDto {
  /** While it does not run, only missing beats show that a worker died, after three seconds. */
  running: boolean;
  intervalMs: number;
  online: number;
  offline: number;
  /** Workers that seem dead and are not given up yet, because more do at once than is likely. */
  suspected: number;
}

export class DrainingWorkerDto {
  workerId: string;
  status: WorkerStatus;
  /** Sessions that still have to move. */
  sessionCount: number;
}

export class MigrationDto {
  sessionId: string;
  /** The worker that had it; null when none did. */
  from: string | null;
  /** The worker that is to have it. */
  workerId: string;
}

export class RemovedWorkerDto {
  workerId: string;
  message: string;
}

export class RegisteredWorkerDto {
  workerId: string;
  status: WorkerStatus;
  /** A beat at least this often keeps it online. */
  heartbeatIntervalMs: number;
}

export class MetricsDto {
  sampledAt: Date;
  status: WorkerStatus;
  sessions: number;
  cpuUsage: number;
  memoryUsage: number;
  messages: number;
}

export class MetricsListDto {
  workerId: string;
  /** Newest first. */
  metrics: MetricsDto[];
}

export class AcceptedReportDto {
  success: boolean;
}
