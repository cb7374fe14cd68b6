import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../../contracts/errors.js';
import type { AppConfig } from '../config/index.js';
import { type Log, nestLogger } from '../logging/index.js';
import { validationPipe } from '../problems/index.js';
import { addAccessLog } from './access-log.js';
import { answerBrokenBytes, answerUnreadableUrl, refuseZeroInPath } from './broken-request.js';
import { ProblemFilter } from './problem.filter.js';
import { addProblemPage } from './problem-page.js';
import { corsFor } from './cors.js';
import {
  BODY_LIMIT_BYTES,
  limitHeaders,
  MAX_HEADER_BYTES,
  REQUEST_TIMES,
  type RequestTimes,
} from './request-limits.js';
import { complaintAbout } from './sane-json.js';
import { KnownRoutes } from './known-routes.js';
import { leaveUploadsToRoutes } from './uploads.decorator.js';

/** What clients still have open when the listener closes is cut after so long: one that never asked anything is not idle to Node. */
const CLOSING_LIMIT_MS = 2_000;
const HSTS_SECONDS = 365 * 24 * 3600;
const SANE_REQUEST_ID = /^[A-Za-z0-9._:-]{1,64}$/;

// The documentation pages run scripts and pictures of this server; nothing is loaded from elsewhere. No upgrade to https is
// forced: most installations stand behind a proxy that decides that.
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    styleSrc: ["'self'", "'unsafe-inline'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'self'"],
  },
};

/**
 * The application, not yet listening: the caller adds its prefix and transport, then listens. Proxies on this machine and in
 * private networks are believed about the address of the client (`X-Forwarded-For`).
 */
export async function createHttpApp(
  module: Type | { module: Type },
  config: AppConfig,
  log: Log,
  times: RequestTimes = REQUEST_TIMES,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: times.requestMs,
    http: {
      headersTimeout: times.headersMs,
      connectionsCheckingInterval: times.lookMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    genReqId: ({ headers }: IncomingMessage) => saneId(headers['x-request-id']) ?? randomUUID(),
    // Requests on connections that are open already are answered until the last one is through.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenBytes,
    frameworkErrors: answerUnreadableUrl,
  });
  const server = adapter.getInstance();
  const routes = new KnownRoutes(server);
  addAccessLog(server, log);
  refuseZeroInPath(server);
  limitHeaders(server);
  addProblemPage(server);
  acceptOnlyJson(server);
  leaveUploadsToRoutes(server);
  server.addHook('preClose', (done) => {
    setTimeout(() => server.server.closeAllConnections(), CLOSING_LIMIT_MS).unref();
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(log),
    abortOnError: false,
    bodyParser: false,
  });
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY, hsts: hstsFor(config.publicUrl) });
  if (config.corsOrigins.length > 0) app.enableCors(corsFor(config.corsOrigins));
  app.useGlobalFilters(new ProblemFilter(adapter, routes, log, config.publicUrl));
  app.useGlobalPipes(validationPipe());
  return app;
}

/** Only an installation that is reached by https may tell browsers to come by nothing else; of its subdomains it knows nothing. */
function hstsFor(publicUrl: string | undefined) {
  return publicUrl?.startsWith('https://') ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false;
}

function saneId(given: string | string[] | undefined): string | undefined {
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : undefined;
}

/**
 * Other content types are refused with 415. Many HTTP clients announce JSON with every POST, with or without a body: no body is
 * no error.
 */
function acceptOnlyJson(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    void parseJson(request, body, (error, parsed) => {
      const complaint = error ? null : complaintAbout(parsed);
      if (complaint === null) return done(error, parsed);
      done(new Problem('MALFORMED_JSON', `The body can not be read: ${complaint}.`));
    });
  });
}
