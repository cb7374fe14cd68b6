import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject } from '@nestjs/swagger';
import { LOGIN_ALIAS, SECURITY_SCHEMES } from './gateway/auth/index.js';
import { SESSION_STATUS_REPORT } from './gateway/workers/index.js';
import { HEALTH_PATHS } from './platform/health/index.js';
import { apiDocument } from './platform/http/index.js';
import { METRICS_PATH } from './platform/metrics/index.js';
import { packageVersion } from './platform/package-root.js';

const DESCRIPTION = `Many WhatsApp accounts behind one REST API.

A message is accepted with **202** when it is stored, and sent in the order in which it was accepted. Errors are
\`application/problem+json\`; every code is listed at [/docs/problems](/docs/problems).

Sign in with an access token (\`POST /api/v1/auth/login\`) or an API key (\`X-Api-Key: wag_…\`).`;

/** Puts the routes of a gateway under the path of the API, but for those that programs look for elsewhere. */
export function placeGatewayRoutes(app: NestFastifyApplication): void {
  app.setGlobalPrefix('api/v1', { exclude: [...HEALTH_PATHS, METRICS_PATH, LOGIN_ALIAS, SESSION_STATUS_REPORT] });
}

/** The REST API of the gateways, whose routes are in their place already. */
export function gatewayDocument(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('WaGate')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .addBearerAuth(SECURITY_SCHEMES.bearer, 'bearer')
    .addApiKey(SECURITY_SCHEMES.apiKey, 'apiKey');
  return apiDocument(app, description);
}
