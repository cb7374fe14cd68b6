import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

/** Which page of a list that is ordered by ids made of the time. */
export class PageQueryDto {
  @ApiPropertyOptional({ default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `pagination.nextCursor` of the page before. */
  @IsOptional()
  @IsUUID()
  cursor?: string;
}

export class PaginationDto {
  /** @example 50 */
  limit: number;

  /** Null on the last page. */
  nextCursor: string | null;
}
