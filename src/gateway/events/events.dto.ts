import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';
import { EVENT_TYPES, type EventType } from '../../contracts/index.js';

export const CURSOR = /^\d{1,15}$/;

class EventQueryDto {
  /**
   * Events after this one: with `sessionId` the sequence number of an event, without it `pagination.nextCursor` of an earlier
   * answer, or the `id` of an event of the stream. 0 is the beginning.
   * @example '4711'
   */
  @IsOptional()
  @Matches(CURSOR, { message: 'must be a number' })
  after?: string;

  /**
   * Only this session; without it all your sessions, in one order. Both orders are without gaps: who goes on from the last
   * event read misses nothing.
   * @example 'support-line'
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string;

  /**
   * Types, separated by commas.
   * @example 'message.received,message.status'
   */
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : value) as unknown)
  @IsIn(EVENT_TYPES, { each: true })
  types?: EventType[];
}

export class ListEventsDto extends EventQueryDto {
  @PageLimit(500, 100)
  limit: number = 100;

  /** `desc`: the newest first. `after` is then the `pagination.nextCursor` of the answer before, and leads to older ones. */
  @ApiPropertyOptional({ enum: ['asc', 'desc'], default: 'asc' })
  @IsOptional()
  @IsIn(['asc', 'desc'])
  order: 'asc' | 'desc' = 'asc';
}

export class StreamEventsDto extends EventQueryDto {}
