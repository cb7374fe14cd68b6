import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional } from 'class-validator';
import type { Tier } from '../auth/index.js';
import { USAGE_GROUPS, type UsageGroup } from './usage-query.js';

/** What a plan allows; null: any number. */
export class PlanDto {
  tier: Tier;

  /** @example 100 */
  messagesPerHour: number | null;

  /** @example 1000 */
  callsPerHour: number | null;

  /** @example 1 */
  sessions: number | null;
}

export class PlansDto {
  plans: PlanDto[];
}

export class AllowanceDto {
  /** @example 100 */
  limit: number;

  /** @example 42 */
  remaining: number;

  /** Seconds until all of it is there again. */
  resetSeconds: number;
}

export class SessionRoomDto {
  limit: number;
  remaining: number;
}

/** What is left now; null: without a limit. */
export class LimitsDto {
  tier: Tier;

  messages: AllowanceDto | null;

  calls: AllowanceDto | null;

  sessionOperations: AllowanceDto | null;

  sessions: SessionRoomDto | null;
}

export class UsageQueryDto {
  /**
   * From this time on; the first of the month when absent.
   * @example '2026-01-01T00:00:00Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /**
   * Before this time; now when absent.
   * @example '2026-02-01T00:00:00Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;

  /** What a row stands for. Hours can be asked for 40 days back, days for good. */
  @ApiPropertyOptional({ enum: USAGE_GROUPS, default: 'day' })
  @IsOptional()
  @IsIn(USAGE_GROUPS)
  groupBy: UsageGroup = 'day';
}

export class UsageRowDto {
  /**
   * The hour, the day, the session, the kind, or the API key (`accessToken`: a person).
   * @example '2026-01-15'
   */
  group: string;

  /** @example 17 */
  messages: number;
}

export class UsageDto {
  from: string;

  to: string;

  @ApiPropertyOptional({ enum: USAGE_GROUPS })
  groupBy: UsageGroup;

  usage: UsageRowDto[];

  /** All together. */
  total: number;
}
