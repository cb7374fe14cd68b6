import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { SECURITY_SCHEMES } from './gateway/auth/index.js';
import { packageVersion } from './platform/package-root.js';

const DESCRIPTION = `Many WhatsApp accounts behind one REST API.

A message is accepted with **202** when it is stored, and sent in the order in which it was accepted. Errors are
\`application/problem+json\`; every code is listed at [/docs/problems](/docs/problems).

Sign in with an access token (\`POST /api/v1/auth/login\`) or an API key (\`X-Api-Key: wag_…\`).`;

/** Swagger UI at `/docs`, the document at `/docs/json`. */
export function addOpenApi(app: NestFastifyApplication): void {
  const options = new DocumentBuilder()
    .setTitle('WaGate')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .addBearerAuth(SECURITY_SCHEMES.bearer, 'bearer')
    .addApiKey(SECURITY_SCHEMES.apiKey, 'apiKey')
    .build();
  const document = () => SwaggerModule.createDocument(app, options, { autoTagControllers: false });
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    customSiteTitle: 'WaGate API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}
