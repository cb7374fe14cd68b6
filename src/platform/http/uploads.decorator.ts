import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../../contracts/errors.js';

const CONFIG = { takesUploads: true };

/** A route that reads the form of its request itself, as a stream: the body is left in `request.raw`. */
export function TakesUploads(): MethodDecorator {
  return RouteConfig(CONFIG);
}

/** Everywhere else a form is refused unread. */
export function leaveUploadsToRoutes(server: FastifyInstance): void {
  server.addContentTypeParser('multipart/form-data', (request, _payload, done) => {
    const { takesUploads } = request.routeOptions.config as Partial<typeof CONFIG>;
    const refusal = new Problem('UNSUPPORTED_MEDIA_TYPE', 'This route takes JSON, not a form.');
    done(takesUploads ? null : refusal, undefined);
  });
}
