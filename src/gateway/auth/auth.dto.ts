import { Transform, type TransformFnParams } from 'class-transformer';
import { IsEmail, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { normalizeEmail } from './email.js';
import { IsNewPassword } from './password.js';
import { IsOneLine } from './one-line.js';
import type { Role, Tier } from './principal.js';

const AsEmail = () =>
  Transform(({ value }: TransformFnParams): unknown => (typeof value === 'string' ? normalizeEmail(value) : value));

export class RegisterDto {
  /** @example 'ann@example.com' */
  @AsEmail()
  @IsEmail()
  email: string;

  /**
   * 8 to 72 bytes in UTF-8.
   * @example 'correct horse battery'
   */
  @IsNewPassword()
  password: string;

  /** @example 'Ann' */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @IsOneLine()
  name?: string | null;
}

export class LoginDto {
  /** @example 'ann@example.com' */
  @AsEmail()
  @IsString()
  @MaxLength(254)
  @IsOneLine()
  email: string;

  /** @example 'correct horse battery' */
  @IsString()
  @MaxLength(1024)
  password: string;
}

export class ChangePasswordDto {
  /** @example 'my password so far' */
  @IsString()
  @MaxLength(1024)
  currentPassword: string;

  /**
   * 8 to 72 bytes in UTF-8.
   * @example 'staple of a new battery'
   */
  @IsNewPassword()
  newPassword: string;
}

export class RefreshTokenDto {
  /** @example 'nN3k0V5JcC2xX0yq7vBq0oT1m4z8sWc1u6rK9dHfEgA' */
  @IsString()
  @Length(1, 200)
  refreshToken: string;
}

export class UserDto {
  /** @example '019a5c2e-7b1f-7c3d-9f51-0d6f1f0a2b3c' */
  id: string;

  /** @example 'ann@example.com' */
  email: string;

  /** @example 'Ann' */
  name: string | null;

  role: Role;

  tier: Tier;
}

export class SignedInDto {
  user: UserDto;

  /** Goes into `Authorization: Bearer …`. */
  accessToken: string;

  /** Good for one `POST /auth/refresh`, within 30 days. */
  refreshToken: string;

  /**
   * Seconds until the access token is over.
   * @example 900
   */
  expiresIn: number;
}
