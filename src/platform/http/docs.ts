import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/**
 * What the routes of an application say of themselves. An operation is called as its handler is, so handlers have names that
 * read well in a client: `sendMessage`. The same application always gives the same document.
 */
export function apiDocument(app: NestFastifyApplication, description: DocumentBuilder): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, description.build(), {
    autoTagControllers: false,
    operationIdFactory: (_controller, handler) => handler,
  });
  const { schemas = {}, ...components } = document.components ?? {};
  // In the order of the alphabet a new schema moves no other.
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...document, components: { ...components, schemas: sorted } };
}

/** Swagger UI at `/docs`, the document at `/docs/json` and `/docs/yaml`. */
export function serveDocs(app: NestFastifyApplication, document: () => OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    customSiteTitle: 'WaGate API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}
