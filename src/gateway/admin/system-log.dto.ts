import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { PageQueryDto, PaginationDto } from '../../platform/http/index.js';
import { type Action, ACTIONS } from '../audit/index.js';
import { IsOneLine } from '../auth/index.js';

export class SystemLogQueryDto extends PageQueryDto {
  /** The id of the user who did it. */
  @IsOptional()
  @IsUUID()
  actor?: string;

  @ApiPropertyOptional({ enum: ACTIONS })
  @IsOptional()
  @IsIn(ACTIONS)
  action?: Action;

  /**
   * What it was done to: `user/…`, `api-key/…`, `session/…`, `webhook/…` or `worker/…`.
   * @example 'session/support-line'
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @IsOneLine()
  target?: string;

  /**
   * From this time on.
   * @example '2026-01-01T00:00:00Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /**
   * Before this time.
   * @example '2026-02-01T00:00:00Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}

export class SystemLogEntryDto {
  id: string;

  at: Date;

  /** The id of the user who did it; null: somebody who had not signed in, or WhatsApp. */
  actor: string | null;

  /** Null when the user does not exist any more. */
  actorEmail: string | null;

  /** The API key by which the user did it; null: an access token. */
  keyId: string | null;

  /** @example 'user.changed' */
  action: string;

  /** @example 'user/019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c' */
  target: string | null;

  /** @example { "tier": "PRO" } */
  details: Record<string, unknown>;

  /** @example '203.0.113.9' */
  address: string | null;

  requestId: string | null;
}

export class SystemLogDto {
  /** Newest first. */
  entries: SystemLogEntryDto[];

  pagination: PaginationDto;
}
