import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { Problem } from '../../contracts/index.js';
import { challenge } from '../../platform/http/index.js';

/** Adds the challenge where a handler, and not the guard, finds the credential wrong: at sign-in and refresh. */
@Injectable()
export class ChallengeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap({
        error: (error: unknown) => {
          if (error instanceof Problem && error.status === 401) challenge(reply);
        },
      }),
    );
  }
}
