import type { FastifyInstance } from 'fastify';
import { Problem } from '../../contracts/errors.js';

export const BODY_LIMIT_BYTES = 1024 * 1024;
/** The URL and all headers; more is 431. Node's own limit, said here so that no start option changes it. */
export const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 200;

export interface RequestTimes {
  /** From the first byte of a connection, or of its next request, to the end of the headers: also who sends nothing is cut off. */
  headersMs: number;
  /** To the end of the body: 64 MB take as long at 2 Mbit/s. Answers may take longer. */
  requestMs: number;
  /** How often it is looked who is too late. */
  lookMs: number;
}

/** A client that needs longer to send its request is cut off with 408. */
export const REQUEST_TIMES: RequestTimes = { headersMs: 30_000, requestMs: 300_000, lookMs: 10_000 };

/** Many small headers cost more than their bytes. */
export function limitHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const isFine = request.raw.rawHeaders.length <= 2 * MAX_HEADERS;
    done(isFine ? undefined : new Problem('MALFORMED_REQUEST', `The request has more than ${MAX_HEADERS} headers.`));
  });
}
