import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, type INestApplication, Module } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { redisForTests } from '../../scripts/redis-for-tests.mjs';
import { Problem } from '../../src/contracts/errors.js';
import { ConfigModule, loadConfig } from '../../src/platform/config/index.js';
import { createHttpApp } from '../../src/platform/http/index.js';
import { createLogger, LoggingModule } from '../../src/platform/logging/index.js';
import { Bus, connectTransport, TransportModule } from '../../src/platform/transport/index.js';
import { eventually } from '../support/eventually.js';
import { Line } from '../support/line.js';

// Tests may share one Redis: patterns are of this run.
const RUN = randomUUID();
const GREET = `${RUN}.worker.:workerId.greet`;
const REFUSE = `${RUN}.worker.:workerId.refuse`;
const SILENT = `${RUN}.worker.:workerId.silent`;
const NEWS = `${RUN}.gateway.news`;

const heard: string[] = [];

/** One process of the installation, as far as the transport can tell. */
async function startProcess(role: 'gateway' | 'worker', id: string, redisUrl: string): Promise<INestApplication> {
  const config = loadConfig({
    ROLE: role,
    WORKER_ID: id,
    REDIS_URL: redisUrl,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    MINIO_ENDPOINT: 'localhost:1',
    MINIO_ACCESS_KEY: 'key',
    MINIO_SECRET_KEY: randomUUID(),
    WORKER_AUTH_TOKEN: randomUUID(),
    JWT_SECRET: randomUUID(),
    ENCRYPTION_KEY: Buffer.from(randomUUID().slice(0, 32)).toString('base64'),
  });
  const log = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: () => undefined });

  @Controller()
  class Handlers {
    @MessagePattern(GREET)
    greet(@Payload() { name }: { name: string }) {
      return { hello: name, from: id };
    }

    @MessagePattern(REFUSE)
    refuse() {
      throw new Problem('NO_QR', 'There is nothing to scan.');
    }

    @MessagePattern(SILENT)
    silent() {
      return new Promise(() => undefined);
    }

    @EventPattern<string>(NEWS)
    news(@Payload('number') number: number) {
      heard.push(`${id} ${number}`);
    }
  }

  @Module({
    imports: [ConfigModule.forRoot(config), LoggingModule.forRoot(log), TransportModule.forRoot(config)],
    controllers: [Handlers],
  })
  class AppModule {}

  const app = await createHttpApp(AppModule, config, log);
  connectTransport(app);
  await app.startAllMicroservices();
  await app.init();
  return app;
}

let redis: Awaited<ReturnType<typeof redisForTests>>;
let line: Line;
let bus: Bus;
const apps: INestApplication[] = [];

beforeAll(async () => {
  redis = await redisForTests();
  line = await Line.to(redis.url);
  for (const id of ['w1', 'w2']) apps.push(await startProcess('worker', id, line.url));
  const gateway = await startProcess('gateway', 'g1', line.url);
  apps.push(gateway);
  bus = gateway.get(Bus);
  await eventually('first answer', () => bus.ask(to('w1', GREET), { name: 'x' }, 1000));
}, 400_000);

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await line.cut();
  await redis.stop();
});

const to = (id: string, pattern: string) => pattern.replace(':workerId', id);
const greet = (id: string) => bus.ask(to(id, GREET), { name: 'Ada' }, 1000);

it('reaches the addressed worker', async () => {
  expect(await greet('w1')).toEqual({ hello: 'Ada', from: 'w1' });
  expect(await greet('w2')).toEqual({ hello: 'Ada', from: 'w2' });
});

it('carries a problem to the caller', async () => {
  const refused = bus.ask(to('w1', REFUSE), {}, 1000);
  await expect(refused).rejects.toMatchObject({ code: 'NO_QR', detail: 'There is nothing to scan.' });
});

it('gives UNAVAILABLE at once when the worker does not run', async () => {
  await expect(bus.ask(to('w9', GREET), {}, 60_000)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('gives WORKER_TIMEOUT when the worker does not answer', async () => {
  await expect(bus.ask(to('w1', SILENT), {}, 50)).rejects.toMatchObject({ code: 'WORKER_TIMEOUT' });
});

it('tells every process that listens', async () => {
  bus.tell(NEWS, { number: 1 });
  await eventually('news everywhere', () => heard.length === 3);
  expect(heard.sort()).toEqual(['g1 1', 'w1 1', 'w2 1']);
});

it('gives UNAVAILABLE while Redis is gone, loses hints quietly, and works again when it is back', async () => {
  await line.cut();
  await eventually('refusal', async () => {
    const problem = await greet('w1').catch((error: Problem) => error);
    return problem instanceof Problem && problem.code === 'UNAVAILABLE';
  });
  bus.tell(NEWS, { number: 2 });
  await line.restore();
  expect(await eventually('answer after the outage', () => greet('w1'))).toEqual({ hello: 'Ada', from: 'w1' });
  await eventually('news after the outage', () => {
    bus.tell(NEWS, { number: 3 });
    return heard.includes('w2 3');
  });
});

it('stops in time while Redis is gone', async () => {
  await line.cut();
  const startedAt = performance.now();
  await Promise.all(apps.splice(0).map((app) => app.close()));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
