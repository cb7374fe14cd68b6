import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DaysByKind } from '../../platform/config/index.js';
import type { Tier } from '../auth/index.js';
import type { RuntimeSettings, SettingsWish } from '../settings/index.js';

const MOST = 1_000_000_000;
const MOST_DAYS = 3650;

/** 0 stands for any number. */
export class PlanFiguresDto {
  /** @example 100 */
  @IsInt()
  @Min(0)
  @Max(MOST)
  messagesPerHour: number;

  /** @example 1000 */
  @IsInt()
  @Min(0)
  @Max(MOST)
  callsPerHour: number;

  /** @example 1 */
  @IsInt()
  @Min(0)
  @Max(MOST)
  sessions: number;
}

/** The tiers that are absent stay as they are; null goes back to what the environment says. */
export class PlansWishDto implements Partial<Record<Tier, PlanFiguresDto | null>> {
  @IsOptional()
  @ValidateNested()
  @Type(() => PlanFiguresDto)
  BASIC?: PlanFiguresDto | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => PlanFiguresDto)
  PRO?: PlanFiguresDto | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => PlanFiguresDto)
  MAX?: PlanFiguresDto | null;
}

/** What is absent stays; null goes back to what the environment says. */
export class ChangeSettingsDto implements SettingsWish {
  @ApiPropertyOptional({ enum: ['open', 'closed'], nullable: true })
  @IsOptional()
  @IsIn(['open', 'closed'])
  registration?: 'open' | 'closed' | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => PlansWishDto)
  plans?: PlansWishDto | null;

  /** 0 for any number. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  sessionOperationsPerMinute?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS)
  eventRetentionDays?: number | null;

  /** Requests without a good credential, from one address in 15 minutes; 0 for any number. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  requestsPerAddress?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS)
  mediaRetentionDays?: number | null;

  /** Days that messages are kept, 0 for ever, and then by kind what differs. @example '365,image=90,poll=0' */
  @IsOptional()
  @DaysByKind()
  messageRetentionDays?: string | null;
}

export class PlansFiguresDto implements Record<Tier, PlanFiguresDto> {
  BASIC: PlanFiguresDto;
  PRO: PlanFiguresDto;
  MAX: PlanFiguresDto;
}

export class SettingsDto implements RuntimeSettings {
  registration: 'open' | 'closed';

  plans: PlansFiguresDto;

  /** @example 60 */
  sessionOperationsPerMinute: number;

  /** @example 1000 */
  requestsPerAddress: number;

  /** @example 30 */
  eventRetentionDays: number;

  /** @example 30 */
  mediaRetentionDays: number;

  /** @example '365,image=90,poll=0' */
  messageRetentionDays: string;

  /**
   * Those that were set here; the others are as the environment says.
   * @example ['registration']
   */
  changed: string[];
}
