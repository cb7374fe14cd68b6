import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Equals, IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { SESSION_ID } from '../../contracts/index.js';

// PostgreSQL stores neither NUL nor half a surrogate pair.
const STORABLE = /^[^\0\p{Surrogate}]*$/u;
const storable = { message: 'must be well-formed text' };

export class CreateDirectSessionDto {
  /**
   * Your own id for the session, unique in the installation; made by the worker when absent.
   * @example 'shop'
   */
  @IsOptional()
  @Matches(SESSION_ID, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string | null;
}

export class SendDirectTextDto {
  /**
   * A phone number in international form, or an address of WhatsApp.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 128)
  to: string;

  @IsOptional()
  @Equals('text')
  type?: 'text';

  /**
   * The text; required, unless it is in `text`.
   * @example 'Hey there!'
   */
  @ApiPropertyOptional()
  @ValidateIf(({ message, text }: SendDirectTextDto) => message !== undefined || text === undefined)
  @IsString()
  @Length(1, 65_536)
  @Matches(STORABLE, storable)
  message?: string;

  /** The same under another name; `message` wins. */
  @IsOptional()
  @IsString()
  @Length(1, 65_536)
  @Matches(STORABLE, storable)
  text?: string;
}

export class ListDirectMessagesDto {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 100;
}
