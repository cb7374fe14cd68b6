import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { SESSION_ID } from '../../contracts/index.js';
import type { DataExportStatus } from './data-exports.repository.js';

export class RequestDataExportDto {
  /** Of this session only; everything of yours when absent. @example 'support-line' */
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(SESSION_ID, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string;
}

export class DataExportDto {
  id: string;

  /** Null: everything. */
  sessionId: string | null;

  /** @example 'RUNNING' */
  status: DataExportStatus;

  /** In percent. @example 40 */
  progress: number;

  /** Of the archive, once it is READY. */
  sizeBytes: number | null;

  createdAt: Date;

  finishedAt: Date | null;

  /** When it is erased; null while it is not finished. */
  expiresAt: Date | null;
}

export class DataExportListDto {
  /** Newest first. */
  exports: DataExportDto[];
}
