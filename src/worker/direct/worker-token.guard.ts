import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { bearsToken } from '../../platform/crypto/index.js';
import { challenge } from '../../platform/http/index.js';

/** Stands before the worker's own routes: whoever shows WORKER_AUTH_TOKEN may do everything here, nobody else anything. */
@Injectable()
export class WorkerTokenGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (bearsToken(headers.authorization, this.config.workerAuthToken)) return true;
    const given = headers.authorization !== undefined;
    challenge(context.switchToHttp().getResponse<FastifyReply>(), given ? 'invalid_token' : undefined);
    throw new Problem('UNAUTHENTICATED', 'Send the token of the workers: Authorization: Bearer …');
  }
}
