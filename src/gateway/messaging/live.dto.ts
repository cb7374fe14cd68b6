import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { type Presence, PRESENCES } from '../../contracts/index.js';

export class ReadMessageDto {
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  /** @example 'support-line' */
  sessionId: string;
  @ApiProperty({ enum: ['READ'] })
  status: 'READ';
}

export class StarMessageDto {
  @IsBoolean()
  starred: boolean;
}

export class StarredMessageDto {
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  /** @example 'support-line' */
  sessionId: string;
  starred: boolean;
}

export class ShowPresenceDto {
  /** The chat that sees it; needed for `composing`, `recording` and `paused`. @example '+628123456789' */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  to?: string | null;

  @ApiProperty({ enum: PRESENCES, example: 'composing' })
  @IsIn(PRESENCES)
  presence: Presence;
}

export class ShownPresenceDto {
  /** @example 'support-line' */
  sessionId: string;
  @ApiProperty({ enum: PRESENCES, example: 'composing' })
  presence: Presence;
  /** @example '628123456789@s.whatsapp.net' */
  to?: string;
}
