import { ApiProperty } from '@nestjs/swagger';
import type { EventType } from '../../contracts/index.js';

/** As webhooks get it in the standard format: the fields of `data` stand at the top level as well. */
export class EventDto {
  /** The same on every delivery. @example 'evt_0198c1a07c5e7d3a9d5f2f6f0c1b7a11' */
  id: string;
  /** @example 'message.received' */
  type: EventType;
  /** The name that older gateways use. @example 'message_received' */
  event: string;
  /** @example 'support-line' */
  sessionId: string;
  /** Counts the events of the session without gaps, from 1. @example 4711 */
  sequence: number;
  /** @example '2026-01-15T10:30:00.000Z' */
  createdAt: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What happened; the fields depend on the type.',
    example: {
      messageId: '3EB0A1B2C3D4E5F60718',
      from: '628123456789@s.whatsapp.net',
      messageType: 'text',
      text: 'Hi',
    },
  })
  data: object;
}

export class EventPageDto {
  /** @example 100 */
  limit: number;
  /** To pass as `after` for what follows, now or later; null while there is nothing at all. @example '4711' */
  nextCursor: string | null;
}

export class EventListDto {
  events: EventDto[];
  pagination: EventPageDto;
}
