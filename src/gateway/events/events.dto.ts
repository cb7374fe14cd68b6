import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { EVENT_TYPES, type EventType } from '../../contracts/index.js';

export class ListEventsDto {
  /**
   * Events after this one: with `sessionId` a sequence number, without it the id of an event. `pagination.nextCursor` of an
   * earlier answer is either. Without it, from the beginning.
   * @example '4711'
   */
  @IsOptional()
  @Matches(/^(\d{1,15}|evt_[0-9a-f]{32})$/, { message: 'must be a sequence number or the id of an event' })
  after?: string;

  /**
   * Only this session, in its gap-free order. Without it all your sessions in the order of time: then an event that is being
   * written may appear behind what you have read already, so who must miss nothing reads session by session.
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

  @ApiPropertyOptional({ default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}
