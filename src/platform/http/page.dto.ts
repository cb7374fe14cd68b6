import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

/** How many entries of a list one answer may hold. `byDefault` is for the documentation: the field itself has it. */
export const PageLimit = (most: number, byDefault: number) =>
  applyDecorators(
    ApiPropertyOptional({ default: byDefault }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(most),
  );

/** Which page of a list that is ordered by ids made of the time. */
export class PageQueryDto {
  @PageLimit(100, 50)
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
