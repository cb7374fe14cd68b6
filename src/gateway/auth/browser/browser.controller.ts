import { Body, Controller, Header, HttpCode, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblems } from '../../../platform/http/index.js';
import { ChangePasswordDto, LoginDto, RegisterDto } from '../auth.dto.js';
import { Caller } from '../caller.decorator.js';
import { ChallengeInterceptor } from '../challenge.interceptor.js';
import { PersonOnly, Public } from '../policies.decorator.js';
import type { Principal } from '../principal.js';
import { BrowserSignedInDto } from './browser.dto.js';
import { BrowserSignIns } from './browser-sign-ins.service.js';
import { SameSiteGuard } from './same-site.guard.js';

const IN_A_COOKIE = 'The refresh token is set as a cookie that no script can read (HttpOnly, SameSite=Strict).';

@ApiTags('auth')
@Controller('auth/browser')
@UseGuards(SameSiteGuard)
@UseInterceptors(ChallengeInterceptor)
@ApiHeader({ name: 'X-Requested-With', required: true, schema: { type: 'string', enum: ['wagate'] } })
export class BrowserController {
  constructor(private readonly signIns: BrowserSignIns) {}

  @Post('register')
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Sign up, in a browser', description: IN_A_COOKIE })
  @ApiProblems('CROSS_SITE', 'REGISTRATION_CLOSED', 'EMAIL_TAKEN', 'VALIDATION_FAILED', 'RATE_LIMITED')
  registerInBrowser(
    @Body() body: RegisterDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrowserSignedInDto> {
    return this.signIns.register(body, { request, reply });
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Sign in, in a browser', description: IN_A_COOKIE })
  @ApiProblems('CROSS_SITE', 'INVALID_CREDENTIALS', 'VALIDATION_FAILED', 'RATE_LIMITED')
  loginInBrowser(
    @Body() body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrowserSignedInDto> {
    return this.signIns.login(body, { request, reply });
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Trade the cookie for a new one, and an access token',
    description:
      'Each cookie is good once, and for 10 s more until the one after it is used: tabs may refresh at the same moment. ' +
      'Using an older one ends all tokens of its sign-in.',
  })
  @ApiProblems('CROSS_SITE', 'REFRESH_TOKEN_INVALID', 'RATE_LIMITED')
  refreshInBrowser(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrowserSignedInDto> {
    return this.signIns.refresh({ request, reply });
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @ApiOperation({ summary: 'End the sign-in of this browser', description: 'Takes the cookie away.' })
  @ApiProblems('CROSS_SITE', 'RATE_LIMITED')
  logoutInBrowser(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.signIns.logout({ request, reply });
  }

  @Post('password')
  @HttpCode(200)
  @PersonOnly()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Change your password, in a browser',
    description: `Ends all of your sign-ins and begins a new one. ${IN_A_COOKIE}`,
  })
  @ApiProblems('CROSS_SITE', 'VALIDATION_FAILED')
  changePasswordInBrowser(
    @Caller() caller: Principal,
    @Body() body: ChangePasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrowserSignedInDto> {
    return this.signIns.changePassword(caller, body, { request, reply });
  }
}
