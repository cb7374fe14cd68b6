import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../contracts/errors.js';
import type { Log } from '../logging/index.js';
import { problemOf } from '../problems/index.js';
import type { KnownRoutes } from './known-routes.js';
import { showAllowance } from './allowance.js';
import { rateLimited } from './http-metrics.js';
import { problemBody } from './problem-body.js';

/** Answers every exception as RFC 9457 problem+json. What nobody expected is logged and shows only that it happened. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly adapter: FastifyAdapter,
    private readonly routes: KnownRoutes,
    private readonly log: Log,
    private readonly publicUrl: string | undefined,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const problem = this.orWrongMethod(problemOf(exception), path, request, reply);
    if (problem.code === 'RATE_LIMITED') rateLimited.inc({ limit: problem.reason ?? 'other' });
    if (problem.code === 'INTERNAL') this.log.error({ err: exception }, 'request failed');
    else if (problem.status >= 500)
      this.log.warn({ code: problem.code, err: problem.cause }, 'request can not be served now');
    if (this.adapter.isHeadersSent(reply)) return this.adapter.end(reply);
    this.send(reply, problem, path);
  }

  private send(reply: FastifyReply, problem: Problem, path: string): void {
    this.adapter.setHeader(reply, 'content-type', 'application/problem+json; charset=utf-8');
    this.adapter.setHeader(reply, 'cache-control', 'no-store');
    if (problem.retryAfterSeconds !== undefined) {
      this.adapter.setHeader(reply, 'retry-after', String(Math.max(1, Math.ceil(problem.retryAfterSeconds))));
    }
    if (problem.allowance) showAllowance(reply, problem.allowance);
    this.adapter.reply(reply, JSON.stringify(problemBody(problem, path, this.publicUrl)), problem.status);
  }

  /** The router calls a known path with a wrong method not found. */
  private orWrongMethod(problem: Problem, path: string, request: FastifyRequest, reply: FastifyReply): Problem {
    if (problem.code !== 'NOT_FOUND' || !request.is404) return problem;
    const allowed = this.routes.allowedAt(path);
    if (allowed.length === 0) return new Problem('NOT_FOUND', `There is no ${path} here.`);
    this.adapter.setHeader(reply, 'allow', allowed.join(', '));
    return new Problem('METHOD_NOT_ALLOWED', `${path} knows ${allowed.join(', ')}.`);
  }
}
