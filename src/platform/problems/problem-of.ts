import { HttpException } from '@nestjs/common';
import { Problem, type ProblemCode } from '../../contracts/errors.js';
import { isError } from '../is-error.js';
import { isUnreachable } from './unreachable.js';

const CODE_OF_STATUS: Record<number, ProblemCode> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'VALIDATION_FAILED',
  429: 'RATE_LIMITED',
  501: 'NOT_OFFERED',
  503: 'UNAVAILABLE',
};

/** Whoever sends so much JSON sends a file in it. */
const JSON_TOO_LARGE =
  'The JSON body has more than the 1 MB that it may have. Larger files go in a form (multipart/form-data): to POST /api/v1/media, ' +
  'which gives a mediaId to send, or with their message to POST …/message/send/media.';

const MALFORMED_JSON = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

/**
 * The problem to answer with. A problem stays itself; refusals of Nest and Fastify get the code of their status; a store
 * that is gone is UNAVAILABLE. Everything else is INTERNAL with the error as its cause: it must be logged, and never shown.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isUnreachable(error)) {
    return new Problem('UNAVAILABLE', 'A store that is needed can not be reached.', {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
  const status = statusOf(error);
  if (status === undefined || (status >= 500 && !(status in CODE_OF_STATUS))) return internal(error);
  const code = isMalformedJson(error) ? 'MALFORMED_JSON' : (CODE_OF_STATUS[status] ?? 'MALFORMED_REQUEST');
  return new Problem(code, status === 413 ? JSON_TOO_LARGE : (error as Error).message, { cause: error });
}

function internal(cause: unknown): Problem {
  return new Problem('INTERNAL', 'The request could not be completed. The log says more under the request id.', {
    cause,
  });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!isError(error) || error.name !== 'FastifyError' || !('statusCode' in error)) return undefined;
  return Number(error.statusCode);
}

/** Nest wraps the errors of Fastify; the code is then in the cause. */
function isMalformedJson(error: unknown): boolean {
  if (!isError(error)) return false;
  const { code } = error as Error & { code?: unknown };
  return MALFORMED_JSON.has(String(code)) || isMalformedJson(error.cause);
}
