import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { PageQueryDto, PaginationDto } from '../../platform/http/index.js';
import { IsOneLine, type Role, type Tier } from '../auth/index.js';

const ROLES = ['USER', 'ADMIN'] as const satisfies Role[];
const TIERS = ['BASIC', 'PRO', 'MAX'] as const satisfies Tier[];
/** Unlike IsOptional it does not let null pass. */
const isPresent = (_dto: object, value: unknown) => value !== undefined;
const FROM_WORDS: Record<string, boolean> = { true: true, false: false };

export class ListUsersDto extends PageQueryDto {
  /**
   * A part of the e-mail address or the name.
   * @example 'ann'
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @IsOneLine()
  search?: string;

  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ enum: TIERS })
  @IsOptional()
  @IsIn(TIERS)
  tier?: Tier;

  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }: TransformFnParams): unknown => FROM_WORDS[String(value)] ?? (value as unknown))
  @IsBoolean()
  active?: boolean;
}

export class ChangeUserDto {
  @ApiPropertyOptional({ enum: TIERS, example: 'PRO' })
  @ValidateIf(isPresent)
  @IsIn(TIERS)
  tier?: Tier;

  @ApiPropertyOptional({ enum: ROLES })
  @ValidateIf(isPresent)
  @IsIn(ROLES)
  role?: Role;

  /** False shuts the user out, with all credentials. Sessions go on. */
  @ValidateIf(isPresent)
  @IsBoolean()
  active?: boolean;
}

export class AdministeredUserDto {
  /** @example '019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c' */
  id: string;

  /** @example 'ann@example.com' */
  email: string;

  /** @example 'Ann' */
  name: string | null;

  role: Role;

  tier: Tier;

  active: boolean;

  createdAt: Date;
}

export class UserListDto {
  /** Newest first. */
  users: AdministeredUserDto[];

  pagination: PaginationDto;
}

export class OneTimePasswordDto {
  userId: string;

  /**
   * Shown this once; the user signs in with it and changes it.
   * @example 'q3Zt1n0aV5xw8KfLr2bY'
   */
  password: string;
}
