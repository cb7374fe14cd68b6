import { type ArgumentsHost, Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';
import { PROBLEMS } from '../../contracts/errors.js';
import type { Log } from '../logging/index.js';
import { problemOf } from '../problems/index.js';

/** Sends problems back to the caller as they are; everything else is logged here and arrives as INTERNAL. */
@Catch()
export class RpcProblemFilter implements RpcExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(exception: unknown, host: ArgumentsHost): Observable<never> {
    const problem = problemOf(exception);
    const pattern: unknown = host.switchToRpc().getContext<{ getArgs(): unknown[] }>().getArgs()[0];
    if (PROBLEMS[problem.code].status >= 500 && problem !== exception) {
      this.log.error({ pattern, err: exception }, 'message handler failed');
    } else {
      this.log.debug({ pattern, code: problem.code }, 'message handler refused');
    }
    return throwError(() => problem.toWire());
  }
}
