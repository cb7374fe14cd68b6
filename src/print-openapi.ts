import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { loadConfig } from './platform/config/index.js';
import { createLogger } from './platform/logging/index.js';

const USAGE = 'node dist/print-openapi.js gateway|worker';

/** Enough for a configuration; nothing connects to any of it. */
const NOWHERE = {
  DATABASE_URL: 'postgres://nobody@localhost:1/nothing',
  REDIS_URL: 'redis://localhost:1',
  MINIO_ENDPOINT: 'localhost:1',
  MINIO_ACCESS_KEY: 'nobody',
  MINIO_SECRET_KEY: 'a secret of nothing at all',
  WORKER_AUTH_TOKEN: '0123456789abcdef'.repeat(4),
  JWT_SECRET: '0123456789abcdef'.repeat(4),
  ENCRYPTION_KEY: Buffer.alloc(32, 'print-openapi').toString('base64'),
};

/** The document of a role. Its modules are looked at and not started: no database, no network, nothing written. */
async function documentOf(role: 'gateway' | 'worker'): Promise<OpenAPIObject> {
  const config = loadConfig({ ...NOWHERE, ROLE: role });
  const module = await AppModule.forRole(config, NOWHERE.DATABASE_URL, createLogger(config));
  const adapter = new FastifyAdapter();
  const options = { preview: true, abortOnError: false, logger: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  if (role === 'worker') return (await import('./openapi-worker.js')).workerDocument(app);
  const { gatewayDocument, placeGatewayRoutes } = await import('./openapi.js');
  placeGatewayRoutes(app);
  return gatewayDocument(app);
}

const [role, ...more] = process.argv.slice(2);
if ((role === 'gateway' || role === 'worker') && more.length === 0) {
  const text = JSON.stringify(await documentOf(role));
  // Modules that were loaded may hold the process: it ends when all is written.
  process.stdout.write(text, () => process.exit(0));
} else {
  process.stderr.write(`the usage is: ${USAGE}\n`);
  process.exitCode = 1;
}
