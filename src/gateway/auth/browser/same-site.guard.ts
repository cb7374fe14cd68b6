import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../../contracts/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import { isOurPage } from './same-site.js';

/** Stands before routes that go by a cookie: a browser sends that along whoever makes the request. */
@Injectable()
export class SameSiteGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): true {
    const { headers, host } = context.switchToHttp().getRequest<FastifyRequest>();
    const requestedWith = headers['x-requested-with'];
    const page = { requestedWith: requestedWith?.toString(), origin: headers.origin, host };
    if (isOurPage(page, this.config.publicUrl, this.config.corsOrigins)) return true;
    throw new Problem(
      'CROSS_SITE',
      'Send X-Requested-With: wagate, from a page of this installation or of CORS_ORIGINS.',
    );
  }
}
