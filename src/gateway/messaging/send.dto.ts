import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Equals, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

export const DAY_SECONDS = 86_400;

// PostgreSQL stores neither NUL nor half a surrogate pair.
const STORABLE = /^[^\0\p{Surrogate}]*$/u;
const storable = { message: 'must be well-formed text' };

export class SendTextDto {
  /**
   * A phone number in international form, or an address of WhatsApp.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 128)
  to: string;

  @Equals('text')
  type: 'text';

  /** @example 'Hey there!' */
  @IsString()
  @Length(1, 65_536)
  @Matches(STORABLE, storable)
  text: string;

  /**
   * Your own reference; comes back with the message and with its events.
   * @example 'order-4711'
   */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Matches(STORABLE, storable)
  clientRef?: string | null;

  /** A message that could not be sent within this time becomes EXPIRED. A day when absent, a week at most. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(7 * DAY_SECONDS)
  expiresInSeconds?: number | null;
}

export class ClassicTextDto {
  /**
   * A phone number in international form, or an address of WhatsApp.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 128)
  to: string;

  /** @example 'Hey there!' */
  @IsString()
  @Length(1, 65_536)
  @Matches(STORABLE, storable)
  message: string;
}

export class ClassicSendDto extends ClassicTextDto {
  @IsOptional()
  @Equals('text')
  type?: 'text';
}

export const WAITS = ['sent', 'delivered', 'read'] as const;

export class WaitDto {
  /** Holds the answer until the message is there (200), or the time is up (202). */
  @IsOptional()
  @IsIn(WAITS)
  wait?: (typeof WAITS)[number];

  /** How long to hold the answer, in milliseconds. */
  @ApiPropertyOptional({ default: 5_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(30_000)
  timeoutMs: number = 5_000;
}
