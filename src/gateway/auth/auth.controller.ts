import { Body, Controller, Get, HttpCode, Ip, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../../platform/http/index.js';
import { ChangePasswordDto, LoginDto, RefreshTokenDto, RegisterDto, SignedInDto, UserDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { Caller } from './caller.decorator.js';
import { ChallengeInterceptor } from './challenge.interceptor.js';
import { Passwords } from './passwords.service.js';
import { PersonOnly, Public, SignedIn } from './policies.decorator.js';
import type { Principal } from './principal.js';

@ApiTags('Users')
@Controller('auth')
@UseInterceptors(ChallengeInterceptor)
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly passwords: Passwords,
  ) {}

  @Post('register')
  @Public()
  @ApiOperation({ summary: 'Sign up', description: 'The first user of an installation becomes its administrator.' })
  @ApiProblems('REGISTRATION_CLOSED', 'EMAIL_TAKEN', 'VALIDATION_FAILED', 'RATE_LIMITED')
  registerUser(@Body() body: RegisterDto): Promise<SignedInDto> {
    return this.auth.register(body);
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Sign in with e-mail and password' })
  @ApiProblems('INVALID_CREDENTIALS', 'VALIDATION_FAILED', 'RATE_LIMITED')
  signIn(@Body() body: LoginDto, @Ip() address: string): Promise<SignedInDto> {
    return this.auth.login(body, address);
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Trade a refresh token for a new pair',
    description: 'Each refresh token is good once. Using one again ends all tokens of its sign-in.',
  })
  @ApiProblems('REFRESH_TOKEN_INVALID', 'VALIDATION_FAILED', 'RATE_LIMITED')
  refreshTokens(@Body() { refreshToken }: RefreshTokenDto): Promise<SignedInDto> {
    return this.auth.refresh(refreshToken);
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @ApiOperation({
    summary: 'End the sign-in that a refresh token comes from',
    description: 'The access token stays good until it expires, 15 minutes at most.',
  })
  @ApiProblems('VALIDATION_FAILED', 'RATE_LIMITED')
  signOut(@Body() { refreshToken }: RefreshTokenDto): Promise<void> {
    return this.auth.logout(refreshToken);
  }

  @Post('logout-all')
  @HttpCode(204)
  @PersonOnly()
  @ApiOperation({
    summary: 'End all of your sign-ins, this one included',
    description: 'Access tokens are refused within two seconds. API keys stay good.',
  })
  signOutEverywhere(@Caller() caller: Principal): Promise<void> {
    return this.auth.logoutEverywhere(caller);
  }

  @Post('password')
  @HttpCode(200)
  @PersonOnly()
  @ApiOperation({
    summary: 'Change your password',
    description: 'Ends all of your sign-ins and answers with the tokens of a new one. API keys stay good.',
  })
  @ApiProblems('VALIDATION_FAILED')
  changePassword(
    @Caller() caller: Principal,
    @Body() body: ChangePasswordDto,
    @Ip() address: string,
  ): Promise<SignedInDto> {
    return this.passwords.change(caller, body, address);
  }

  @Get('me')
  @SignedIn()
  @ApiOperation({ summary: 'The user behind the credential' })
  getOwnUser(@Caller() { userId }: Principal): Promise<UserDto> {
    return this.auth.me(userId);
  }
}
