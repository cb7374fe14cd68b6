import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, ValidateIf, ValidateNested } from 'class-validator';
import {
  SESSION_ID,
  SESSION_STATUSES,
  type SessionStatus,
  SYNC_HISTORY,
  type SyncHistory,
} from '../../contracts/index.js';
import { PacingDto } from './pacing.dto.js';

const URL_LENGTH = 2048;
// Control characters are no part of a name, and the database takes neither NUL nor half a surrogate pair.
const ONE_LINE = /^[^\p{Cc}\p{Surrogate}]*$/u;
const oneLine = { message: 'must not contain control characters' };

export class CreateSessionDto {
  /**
   * Your own id for the session, unique in this installation; made by the server when absent.
   * @example 'support-line'
   */
  @IsOptional()
  @Matches(SESSION_ID, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string | null;

  /**
   * A name for people; the id when absent.
   * @example 'Support line'
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(ONE_LINE, oneLine)
  name?: string | null;

  /**
   * Events of this session are posted there, in the classic format.
   * @example 'https://example.com/hooks/whatsapp'
   */
  @IsOptional()
  @IsString()
  @Length(1, URL_LENGTH)
  webhookUrl?: string | null;

  /** How fast it sends; null takes the session's own setting away. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PacingDto)
  pacing?: PacingDto | null;

  /**
   * How much of the past it takes over when it is linked: names of people only (`none`), the last months of chats (`recent`), or all
   * that the phone hands over (`full`).
   */
  @ApiPropertyOptional({ enum: SYNC_HISTORY, default: 'recent' })
  @IsOptional()
  @IsIn(SYNC_HISTORY)
  syncHistory?: SyncHistory;

  /**
   * Everything between this session and WhatsApp goes through it: `http://`, `https://` or `socks5://`, with user and password. Null: directly.
   * @example 'socks5://user:password@proxy.example.com:1080'
   */
  @IsOptional()
  @IsString()
  @Length(1, URL_LENGTH)
  proxy?: string | null;
}

export class ChangeSessionDto {
  /** @example 'Support line' */
  @ValidateIf((_body, name) => name !== undefined)
  @IsString()
  @Length(1, 200)
  @Matches(ONE_LINE, oneLine)
  name?: string;

  /**
   * Null takes the webhook away; another URL comes with a new secret.
   * @example 'https://example.com/hooks/whatsapp'
   */
  @IsOptional()
  @IsString()
  @Length(1, URL_LENGTH)
  webhookUrl?: string | null;

  /** How fast it sends; null takes the session's own setting away. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PacingDto)
  pacing?: PacingDto | null;

  /** As when it was created; holds from the next time that it connects to be linked. */
  @ApiPropertyOptional({ enum: SYNC_HISTORY })
  @ValidateIf((_body, syncHistory) => syncHistory !== undefined)
  @IsIn(SYNC_HISTORY)
  syncHistory?: SyncHistory;

  /**
   * Everything between this session and WhatsApp goes through it: `http://`, `https://` or `socks5://`, with user and password. Null: directly.
   * @example 'socks5://user:password@proxy.example.com:1080'
   */
  @IsOptional()
  @IsString()
  @Length(1, URL_LENGTH)
  proxy?: string | null;
}

export class ListSessionsDto {
  /** Only sessions with this status. */
  @IsOptional()
  @IsIn(SESSION_STATUSES)
  status?: SessionStatus;
}

export class PairingCodeDto {
  /**
   * The number of the phone to link, in international form.
   * @example '+628123456789'
   */
  @IsString()
  @Length(1, 64)
  phoneNumber: string;
}

export class StopSessionDto {
  /** False keeps the pairing, so that the session can connect again without a QR code. */
  @ApiPropertyOptional({ default: true })
  @IsBoolean()
  logout: boolean = true;
}
