import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { MESSAGE_STATUSES, type MessageStatus } from '../../contracts/index.js';
import { ProblemDto } from '../../platform/http/index.js';
import { SEND_KINDS } from './send-kinds.dto.js';

export const MAX_BULK = 1_000;

export class BulkDto {
  /** Bodies of `POST …/messages`, 1000 at most; they are sent in this order. */
  @ApiProperty({
    type: 'array',
    items: { oneOf: [...new Set(Object.values(SEND_KINDS))].map((dto) => ({ $ref: getSchemaPath(dto) })) },
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK)
  messages: unknown[];
}

export class AcceptedItemDto {
  /** Which of the messages, from 0. */
  index: number;
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
}

export class RejectedItemDto {
  /** Which of the messages, from 0. */
  index: number;
  problem: ProblemDto;
}

export class BulkAnswerDto {
  batchId: string;
  /** How many were accepted. */
  accepted: number;
  messages: AcceptedItemDto[];
  rejected: RejectedItemDto[];
}

export class BatchDto {
  batchId: string;
  /** How many were accepted. */
  total: number;
  /** How many of them have which status now. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: `By status: ${MESSAGE_STATUSES.join(', ')}.`,
    example: { SENT: 998, QUEUED: 2 },
  })
  statuses: Partial<Record<MessageStatus, number>>;
}
