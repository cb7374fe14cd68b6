import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUrl, Length, Matches, Max, Min } from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';

const WORKER_ID = /^[A-Za-z0-9._-]{1,64}$/;
const workerId = { message: 'must be 1 to 64 letters, digits, dots, dashes or underscores' };
const endpoint = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
const endpointWords = { message: 'must be the http or https address of a worker' };

export class AddWorkerDto {
  /**
   * Where the worker's own HTTP surface will be.
   * @example 'http://worker-3:8001'
   */
  @IsUrl(endpoint, endpointWords)
  endpoint: string;

  @ApiPropertyOptional({ default: 50 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxSessions: number = 50;

  /** @example 'The machine in the cellar' */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  description?: string | null;
}

export class TestWorkerDto {
  /** @example 'http://worker-3:8001' */
  @IsUrl(endpoint, endpointWords)
  endpoint: string;
}

export class RegisterWorkerDto {
  @Matches(WORKER_ID, workerId)
  workerId: string;

  /** @example 'http://worker-3:8001' */
  @IsUrl(endpoint, endpointWords)
  endpoint: string;

  @ApiPropertyOptional({ default: 50 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxSessions: number = 50;
}

export class HeartbeatDto {
  @IsOptional()
  @IsInt()
  @Min(0)
  sessionCount?: number;

  /** Percent of one processor. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  cpuUsage?: number;

  /** Percent of the memory that the process may use. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  memoryUsage?: number;

  /** In and out, since the start. */
  @IsOptional()
  @IsInt()
  @Min(0)
  messages?: number;
}

export class MigrateDto {
  /** The best one when absent. */
  @IsOptional()
  @Matches(WORKER_ID, workerId)
  workerId?: string | null;
}

export class ListMetricsDto {
  @PageLimit(1000, 100)
  limit: number = 100;
}

/** The words of the workers' own HTTP surface. */
export const WORKER_WORDS = ['disconnected', 'connecting', 'qr_required', 'connected', 'logged_out'] as const;

export class SessionStatusReportDto {
  @IsString()
  @Length(1, 64)
  sessionId: string;

  @IsIn(WORKER_WORDS)
  status: (typeof WORKER_WORDS)[number];

  /** A sentence for people. */
  @IsOptional()
  @IsString()
  @Length(0, 500)
  message?: string | null;
}
