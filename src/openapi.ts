import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder } from '@nestjs/swagger';
import { SECURITY_SCHEMES } from './gateway/auth/index.js';
import { serveDocs } from './platform/http/index.js';
import { packageVersion } from './platform/package-root.js';

const DESCRIPTION = `Many WhatsApp accounts behind one REST API.

A message is accepted with **202** when it is stored, and sent in the order in which it was accepted. Errors are
\`application/problem+json\`; every code is listed at [/docs/problems](/docs/problems).

Sign in with an access token (\`POST /api/v1/auth/login\`) or an API key (\`X-Api-Key: wag_…\`).`;

/** The REST API of the gateways. */
export function addOpenApi(app: NestFastifyApplication): void {
  const description = new DocumentBuilder()
    .setTitle('WaGate')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .addBearerAuth(SECURITY_SCHEMES.bearer, 'bearer')
    .addApiKey(SECURITY_SCHEMES.apiKey, 'apiKey');
  serveDocs(app, description);
}
