import { Body, Controller, HttpCode, Ip, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { LoginDto, SignedInDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { ChallengeInterceptor } from './challenge.interceptor.js';
import { Public } from './policies.decorator.js';

/** The path that older programs sign in at. It lies outside the prefix of all other routes, which must leave it out. */
export const LOGIN_ALIAS = 'api/auth/login';

@Controller()
@UseInterceptors(ChallengeInterceptor)
export class LoginAliasController {
  constructor(private readonly auth: AuthService) {}

  @Post(LOGIN_ALIAS)
  @HttpCode(200)
  @Public()
  @ApiExcludeEndpoint()
  login(@Body() body: LoginDto, @Ip() address: string): Promise<SignedInDto> {
    return this.auth.login(body, address);
  }
}
