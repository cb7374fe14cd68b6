import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { IsOneLine } from './one-line.js';
import { ALL_SCOPES, type Scope } from './principal.js';

export class CreateApiKeyDto {
  /**
   * What the key is for.
   * @example 'order notifications'
   */
  @IsString()
  @Length(1, 200)
  @IsOneLine()
  name: string;

  /**
   * Binds the key to one session; it reaches all of your sessions when absent.
   * @example 'support-line'
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string | null;

  /**
   * What the key may do; all when absent.
   * @example ['messages:send', 'messages:read']
   */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ALL_SCOPES, { each: true, message: `must be some of ${ALL_SCOPES.join(', ')}` })
  scopes?: Scope[] | null;

  /**
   * When the key stops working; never when absent.
   * @example '2099-01-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;
}

export class ApiKeyDto {
  /** @example '019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c' */
  id: string;

  /** @example 'order notifications' */
  name: string;

  /**
   * The first 12 characters of the key, to know it by.
   * @example 'wag_Ab3dEf7h'
   */
  prefix: string;

  /** @example ['messages:send', 'messages:read'] */
  scopes: Scope[];

  /** @example 'support-line' */
  sessionId: string | null;

  expiresAt: Date | null;

  /** Exact to a minute. */
  lastUsedAt: Date | null;

  createdAt: Date;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /**
   * The key itself. It is shown this once and can not be looked up later.
   * @example 'wag_Ab3dEf7h0123456789ABCDEFGHIJKLMNOPQRSTUV3KqdjJ'
   */
  key: string;
}

export class ApiKeyListDto {
  apiKeys: ApiKeyDto[];
}
