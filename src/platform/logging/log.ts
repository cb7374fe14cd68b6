import { type DestinationStream, pino } from 'pino';
import type { AppConfig } from '../config/index.js';
import { prettyStream } from './pretty.js';
import { redact, scrub } from './redact.js';
import { requestContext } from './request-context.js';

/**
 * What plain code sees of the log, and the token Nest injects. The object goes first, errors under `err`; the sentence is
 * constant, so that lines can be counted.
 */
export abstract class Log {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}

type LogConfig = Pick<AppConfig, 'logLevel' | 'logFormat'>;

/** Addresses of people stay out of the log. */
function requestIdOfNow(): object {
  const { requestId } = requestContext.getStore() ?? {};
  return requestId === undefined ? {} : { requestId };
}

/** Writes to standard output, one line an event: JSON, or for people. `destination` takes the JSON lines elsewhere (tests). */
export function createLogger(config: LogConfig, destination?: DestinationStream): Log {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: requestIdOfNow,
    formatters: {
      level: (level: string) => ({ level }),
      log: (fields: object) => redact(fields) as Record<string, unknown>,
    },
    // Redaction has turned errors into plain objects already.
    serializers: { err: (error: unknown) => error },
  };
  const stream = destination ?? (config.logFormat === 'pretty' ? prettyStream(process.stdout) : pino.destination(1));
  const logger = pino(options, stream);
  return {
    debug: (fields, message) => logger.debug(fields, scrub(message)),
    info: (fields, message) => logger.info(fields, scrub(message)),
    warn: (fields, message) => logger.warn(fields, scrub(message)),
    error: (fields, message) => logger.error(fields, scrub(message)),
  };
}
