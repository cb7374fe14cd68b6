import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject } from '@nestjs/swagger';
import { apiDocument } from './platform/http/index.js';
import { packageVersion } from './platform/package-root.js';

const DESCRIPTION = `The sessions of one worker, for programs that talk to workers directly. They belong to no user: the API of the
gateways does not know them, and they are billed to nobody.

Answers are \`{success:true,data}\`; errors are \`application/problem+json\`, every code is listed at
[/docs/problems](/docs/problems). Send the token of the workers (\`WORKER_AUTH_TOKEN\`) as a bearer token.`;

/** The worker's own HTTP surface. */
export function workerDocument(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('WaGate worker')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'WORKER_AUTH_TOKEN' }, 'bearer');
  return apiDocument(app, description);
}
