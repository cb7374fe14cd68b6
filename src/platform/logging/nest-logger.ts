import type { LoggerService } from '@nestjs/common';
import { isError } from '../is-error.js';
import type { Log } from './log.js';

/** Nest's own messages in our log. What Nest calls `log` (routes mapped, modules loaded) is of interest to developers only. */
export function nestLogger(log: Log): LoggerService {
  return {
    log: (message: unknown, ...rest: unknown[]) => log.debug(...line(message, rest)),
    debug: (message: unknown, ...rest: unknown[]) => log.debug(...line(message, rest)),
    verbose: (message: unknown, ...rest: unknown[]) => log.debug(...line(message, rest)),
    warn: (message: unknown, ...rest: unknown[]) => log.warn(...line(message, rest)),
    error: (message: unknown, ...rest: unknown[]) => log.error(...line(message, rest)),
    fatal: (message: unknown, ...rest: unknown[]) => log.error(...line(message, rest)),
  };
}

/** Nest passes the name of the class last, and for errors the stack before it. */
function line(message: unknown, rest: unknown[]): [fields: object, message: string] {
  const context = rest.at(-1);
  const named = typeof context === 'string' ? { nest: context } : {};
  if (isError(message)) return [{ ...named, err: message }, 'error in the framework'];
  if (typeof message === 'string') {
    const err = rest.find((part) => isError(part));
    return [err ? { ...named, err } : named, message];
  }
  return [{ ...named, details: message }, 'message of the framework'];
}
