import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { showAllowance } from '../../platform/http/index.js';
import type { SignedRequest } from '../auth/index.js';
import { Quotas } from './quotas.service.js';
import { SESSION_OPERATION } from './session-operation.decorator.js';

/** Stands behind the guard of auth, which names the caller, and counts what the caller does. */
@Injectable()
export class QuotaGuard implements CanActivate {
  constructor(
    private readonly quotas: Quotas,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    if (context.getType() !== 'http') return true;
    const { caller, params } = context.switchToHttp().getRequest<SignedRequest>();
    // Public routes and those of workers have none.
    if (!caller) return true;
    const { sessionId = null } = params as { sessionId?: string };
    const allowance = await this.quotas.call(caller, sessionId);
    if (allowance) showAllowance(context.switchToHttp().getResponse<FastifyReply>(), allowance);
    if (this.isSessionOperation(context)) await this.quotas.sessionOperation(caller, sessionId);
    return true;
  }

  private isSessionOperation(context: ExecutionContext): boolean {
    const marked = this.reflector.getAllAndOverride<boolean | undefined>(SESSION_OPERATION, [
      context.getHandler(),
      context.getClass(),
    ]);
    return marked === true;
  }
}
