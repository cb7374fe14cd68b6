import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Log, type RequestContext, requestContext } from '../logging/index.js';
import { broughtAlong } from '../tracing/index.js';
import { requestDuration, requests } from './http-metrics.js';

/** Asked every few seconds by machines; of interest only to whoever looks at everything. */
const PROBES = /^\/(live|ready|health|metrics)\b/;

/** An answer that lasts as long as its reader wants. */
const STREAMS = /\/stream$/;

/**
 * Gives every request its id, in the answer and in the lines logged meanwhile, and writes one line, and counts, when it is done. The line
 * has the pattern of the route, not the URL: URLs may hold phone numbers.
 */
export function addAccessLog(server: FastifyInstance, log: Log): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    requestContext.run(contextOf(request), done);
  });
  // The body was read on another asynchronous path; from here on the handlers run.
  server.addHook('preValidation', (request, _reply, done) => {
    requestContext.run(contextOf(request), done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { method } = request;
    requests.inc({ method, route, status: reply.statusCode });
    if (!STREAMS.test(route)) requestDuration.observe({ method, route }, reply.elapsedTime / 1000);
    const line = { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    requestContext.run({ requestId: request.id }, () => {
      if (PROBES.test(route)) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    done();
  });
}

function contextOf({ id, ip, headers }: FastifyRequest): RequestContext {
  return { requestId: id, address: ip, ...broughtAlong(headers.traceparent) };
}
