import { ApiProperty } from '@nestjs/swagger';

export class RejectedCallDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example '3C5A8B1F90D2E47C6A1B5D3F8E2C9A70' */
  callId: string;
  @ApiProperty({ enum: ['REJECTED'] })
  status: 'REJECTED';
}
