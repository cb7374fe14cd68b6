import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { SESSION_ID, SESSION_STATUSES, type SessionStatus } from '../../contracts/index.js';
import { PaginationDto, PageLimit } from '../../platform/http/index.js';
import { WorkerTotalsDto } from '../workers/index.js';

export class UserCountsDto {
  total: number;

  /** Not shut out. */
  active: number;

  admins: number;

  /** @example { "BASIC": 40, "PRO": 2 } */
  byTier: Record<string, number>;
}

export class SessionCountsDto {
  total: number;

  /** @example { "CONNECTED": 17, "DISCONNECTED": 3 } */
  byStatus: Record<string, number>;
}

export class MessageCountsDto {
  /** Received. */
  in: number;

  /** Accepted to be sent. */
  out: number;
}

export class WebhookCountsDto {
  total: number;

  /** Switched on. */
  active: number;

  /** Switched on, and the newest delivery failed. */
  failing: number;

  /** Switched on, with events that are not delivered yet. */
  behind: number;

  /** Switched off by us, because they failed for too long or asked for it. */
  disabled: number;
}

/** What waits, in rows. */
export class QueueCountsDto {
  /** Messages that may leave now. */
  outgoing: number;

  /** Messages that have to wait for their time. */
  scheduled: number;

  /** Seconds that the oldest outgoing one has waited; 0 without one. */
  oldestOutgoingSeconds: number;

  /** What workers have committed, and no gateway has taken yet. */
  incoming: number;

  /** Events that webhooks refused for good, and that can be sent again. */
  deadLetters: number;
}

export class StatisticsDto {
  users: UserCountsDto;

  sessions: SessionCountsDto;

  /** Of the last 24 hours. */
  messages: MessageCountsDto;

  webhooks: WebhookCountsDto;

  queues: QueueCountsDto;

  workers: WorkerTotalsDto;
}

export class ListAllSessionsDto {
  @PageLimit(100, 50)
  limit: number = 50;

  @IsOptional()
  @IsIn(SESSION_STATUSES)
  status?: SessionStatus;

  /** The id of the user whose sessions they are. */
  @IsOptional()
  @IsUUID()
  user?: string;

  /** `pagination.nextCursor` of the page before. */
  @IsOptional()
  @Matches(SESSION_ID, { message: 'must be a cursor of an earlier answer' })
  cursor?: string;
}

export class TenantSessionDto {
  /** @example 'support-line' */
  sessionId: string;

  userId: string;

  /** @example 'ann@example.com' */
  email: string;

  status: SessionStatus;

  /** Why the status is so. */
  reason: string | null;

  /** The worker that has it; null: none. */
  workerId: string | null;

  lastActivity: Date | null;

  createdAt: Date;
}

export class TenantSessionListDto {
  /** By their ids. */
  sessions: TenantSessionDto[];

  pagination: PaginationDto;
}
