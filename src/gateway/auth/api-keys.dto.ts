import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { PaginationDto } from '../../platform/http/index.js';
import { networkNamed } from './allowed-networks.js';
import { IsOneLine } from './one-line.js';
import { ALL_SCOPES, type Scope } from './principal.js';

const SCOPES_RULE = { each: true, message: `must be some of ${ALL_SCOPES.join(', ')}` };
/** Unlike IsOptional it does not let null pass. */
const isPresent = (_dto: object, value: unknown) => value !== undefined;

/** Addresses and networks that a key may be used from, kept in one form. */
function IsNetworks(): PropertyDecorator {
  const named = (value: unknown): unknown => (typeof value === 'string' ? (networkNamed(value) ?? value) : value);
  return applyDecorators(
    Transform(({ value }: TransformFnParams): unknown =>
      Array.isArray(value) ? value.map(named) : (value as unknown),
    ),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    ValidateBy(
      {
        name: 'isNetworks',
        validator: {
          validate: (value) => typeof value === 'string' && networkNamed(value) !== null,
          defaultMessage: () => 'must be addresses such as 203.0.113.9 or networks such as 203.0.113.0/24',
        },
      },
      { each: true },
    ),
  );
}

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
  @IsIn(ALL_SCOPES, SCOPES_RULE)
  scopes?: Scope[] | null;

  /**
   * The addresses and networks that the key may be used from; anywhere when absent or empty.
   * @example ['203.0.113.0/24']
   */
  @IsOptional()
  @IsNetworks()
  allowedIps?: string[] | null;

  /**
   * When the key stops working; never when absent.
   * @example '2099-01-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;
}

/** What is absent stays. */
export class ChangeApiKeyDto {
  /** @example 'order notifications' */
  @ValidateIf(isPresent)
  @IsString()
  @Length(1, 200)
  @IsOneLine()
  name?: string;

  /** @example ['messages:send', 'messages:read'] */
  @ValidateIf(isPresent)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ALL_SCOPES, SCOPES_RULE)
  scopes?: Scope[];

  /**
   * Empty lets the key be used from anywhere.
   * @example ['203.0.113.0/24']
   */
  @ValidateIf(isPresent)
  @IsNetworks()
  allowedIps?: string[];

  /**
   * Null: never.
   * @example '2099-01-01T00:00:00.000Z'
   */
  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;
}

export class RotateApiKeyDto {
  /** For so many hours the key as it was is good as well. */
  @ApiPropertyOptional({ default: 24 })
  @IsInt()
  @Min(0)
  @Max(720)
  overlapHours: number = 24;
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

  /** Empty: it may be used from anywhere. */
  allowedIps: string[];

  expiresAt: Date | null;

  /** The key as it was before the last rotation is good until then; null when it is not. */
  previousUntil: Date | null;

  /** Exact to a minute. */
  lastUsedAt: Date | null;

  createdAt: Date;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /**
   * The key itself. It is shown this once and can not be looked up later.
   * @example 'wag_Ab3dEf7h_0123456789ABCDEFGHIJKLMNOPQRSTUV3ZOkqR'
   */
  key: string;
}

export class ApiKeyListDto {
  /** Oldest first. */
  apiKeys: ApiKeyDto[];

  pagination: PaginationDto;
}
