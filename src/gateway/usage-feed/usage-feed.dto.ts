import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';

export class UsageFeedQueryDto {
  /** The `sequence` of the last event that you have; from the oldest one that is kept when absent. */
  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after: number = 0;

  @PageLimit(1000, 100)
  limit: number = 100;
}

export class UsageDataDto {
  userId: string;

  sessionId: string;

  /** The API key that asked for it; null: a person with an access token. */
  apiKeyId: string | null;

  /** @example 'text' */
  kind: string;

  /** Always 1. */
  messages: number;
}

/** An accepted message, as a CloudEvent. */
export class UsageCloudEventDto {
  @ApiProperty({ enum: ['1.0'] })
  specversion: '1.0';

  /** The same each time that the event is told, and no other event's. */
  id: string;

  /** `PUBLIC_URL`, or `urn:wagate`. */
  source: string;

  /** @example 'wagate.message.accepted' */
  type: string;

  /** The user. */
  subject: string;

  /** When it was accepted. */
  time: string;

  /** @example 'application/json' */
  datacontenttype: string;

  /** Where it stands, for `after`; grows, with gaps where others' events are. @example '4711' */
  sequence: string;

  data: UsageDataDto;
}
