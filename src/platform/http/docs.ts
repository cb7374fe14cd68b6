import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Swagger UI at `/docs`, the document at `/docs/json` and `/docs/yaml`. */
export function serveDocs(app: NestFastifyApplication, description: DocumentBuilder): void {
  const options = description.build();
  const document = () => SwaggerModule.createDocument(app, options, { autoTagControllers: false });
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    customSiteTitle: 'WaGate API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}
