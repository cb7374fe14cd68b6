import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '../../../platform/config/index.js';
import type { LoginDto, RegisterDto, SignedInDto, ChangePasswordDto } from '../auth.dto.js';
import { AuthService } from '../auth.service.js';
import { Passwords } from '../passwords.service.js';
import type { Principal } from '../principal.js';
import type { BrowserSignedInDto } from './browser.dto.js';
import { type CookiePlace, refreshCookie, refreshTokenIn } from './refresh-cookie.js';

/** The cookie is shown to these routes and to nothing else. */
const ROUTES = '/api/v1/auth/browser';
/** Two tabs, or two clicks, that refresh at the same moment show the same cookie: the later one is no thief. */
const DOUBLE_CLICK_SECONDS = 10;

/** One request of a browser, and its answer. */
export interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Sign-ins of people at their browsers: as all others, but that the refresh token goes by a cookie which no page can read. */
@Injectable()
export class BrowserSignIns {
  constructor(
    private readonly auth: AuthService,
    private readonly passwords: Passwords,
    private readonly config: AppConfig,
  ) {}

  async register(body: RegisterDto, exchange: Exchange): Promise<BrowserSignedInDto> {
    return this.keepToken(await this.auth.register(body), exchange);
  }

  async login(body: LoginDto, exchange: Exchange): Promise<BrowserSignedInDto> {
    return this.keepToken(await this.auth.login(body, exchange.request.ip), exchange);
  }

  /** Throws REFRESH_TOKEN_INVALID, also when there is no cookie. */
  async refresh(exchange: Exchange): Promise<BrowserSignedInDto> {
    const token = refreshTokenIn(exchange.request.headers.cookie) ?? '';
    return this.keepToken(await this.auth.refresh(token, DOUBLE_CLICK_SECONDS), exchange);
  }

  async changePassword(caller: Principal, body: ChangePasswordDto, exchange: Exchange): Promise<BrowserSignedInDto> {
    return this.keepToken(await this.passwords.change(caller, body, exchange.request.ip), exchange);
  }

  async logout({ request, reply }: Exchange): Promise<void> {
    const token = refreshTokenIn(request.headers.cookie);
    if (token !== null) await this.auth.logout(token);
    reply.header('set-cookie', refreshCookie(null, this.placeFor(request)));
  }

  private keepToken({ refreshToken, ...rest }: SignedInDto, { request, reply }: Exchange): BrowserSignedInDto {
    reply.header('set-cookie', refreshCookie(refreshToken, this.placeFor(request)));
    return rest;
  }

  private placeFor({ protocol }: FastifyRequest): CookiePlace {
    const { publicUrl } = this.config;
    const below = publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
    return { path: below + ROUTES, secure: protocol === 'https' || publicUrl?.startsWith('https://') === true };
  }
}
