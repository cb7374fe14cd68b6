import 'reflect-metadata';
import { Controller, type INestApplication } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsString } from 'class-validator';
import { Problem } from '../../contracts/errors.js';
import { AppConfig, ConfigModule, loadConfig } from '../config/index.js';
import { createLogger, type Log, LoggingModule } from '../logging/index.js';
import { Bus, connectTransport, TransportModule } from './index.js';

class Greeting {
  @IsString()
  name: string;
}

const heard: string[] = [];

@Controller()
class Worker {
  @MessagePattern('worker.:workerId.greet')
  greet(@Payload() { name }: Greeting) {
    return { hello: name, at: new Date(0), nothing: undefined };
  }

  @MessagePattern('worker.silent')
  silent() {
    return new Promise(() => undefined);
  }

  @MessagePattern('worker.void')
  async nothing() {}

  @MessagePattern('worker.refuse')
  refuse() {
    throw new Problem('NO_QR', 'The session alice is connected.', { retryAfterSeconds: 3 });
  }

  @MessagePattern('worker.crash')
  async crash() {
    throw new Error('canary: password of the database');
  }

  @EventPattern('gateway.news')
  first(@Payload() news: { id: string }) {
    heard.push(`first ${news.id}`);
    throw new Error('the first listener fails');
  }
}

@Controller()
class Other {
  @EventPattern('gateway.news')
  second(@Payload() news: { id: string }) {
    heard.push(`second ${news.id}`);
  }
}

let app: INestApplication;
let bus: Bus;
let logged: string;

beforeAll(async () => {
  const config = loadConfig({
    WORKER_ID: 'w1',
    JWT_SECRET: 'a-secret-of-at-least-32-characters',
    ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  const log: Log = createLogger({ logLevel: 'info', logFormat: 'json' }, { write: (line: string) => (logged += line) });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), LoggingModule.forRoot(log), TransportModule.forRoot(config)],
    controllers: [Worker, Other],
  }).compile();
  app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  connectTransport(app);
  await app.startAllMicroservices();
  await app.init();
  bus = app.get(Bus);
  expect(app.get(AppConfig)).toBe(config);
});
afterAll(() => app.close());
beforeEach(() => {
  logged = '';
  heard.length = 0;
});

it('answers on the pattern of this worker, as JSON', async () => {
  const answer = await bus.ask('worker.w1.greet', { name: 'Ada' }, 1000);
  expect(answer).toEqual({ hello: 'Ada', at: '1970-01-01T00:00:00.000Z' });
});

it('answers undefined when the handler returns nothing', async () => {
  expect(await bus.ask('worker.void', null, 1000)).toBeUndefined();
});

it('gives UNAVAILABLE at once when nobody listens', async () => {
  await expect(bus.ask('worker.w2.greet', {}, 60_000)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('gives WORKER_TIMEOUT when no answer comes', async () => {
  await expect(bus.ask('worker.silent', {}, 20)).rejects.toMatchObject({ code: 'WORKER_TIMEOUT' });
});

it('carries a problem to the caller', async () => {
  const refused = bus.ask('worker.refuse', {}, 1000);
  await expect(refused).rejects.toBeInstanceOf(Problem);
  await expect(refused).rejects.toMatchObject({
    code: 'NO_QR',
    detail: 'The session alice is connected.',
    retryAfterSeconds: 3,
  });
});

it('carries wrong fields to the caller', async () => {
  await expect(bus.ask('worker.w1.greet', { name: 7, more: true }, 1000)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    errors: [
      { pointer: '/more', detail: 'is not a known field' },
      { pointer: '/name', detail: 'must be a string' },
    ],
  });
});

it('tells the caller nothing of an unknown error, and logs it', async () => {
  const failed = bus.ask('worker.crash', {}, 1000);
  await expect(failed).rejects.toMatchObject({ code: 'INTERNAL' });
  await expect(failed).rejects.not.toThrow('canary');
  expect(logged).toContain('canary: password of the database');
});

it('tells everybody who listens, even after one of them failed', async () => {
  bus.tell('gateway.news', { id: '1' });
  await until(() => heard.length === 2);
  expect(heard.sort()).toEqual(['first 1', 'second 1']);
  await until(() => logged.includes('the first listener fails'));
});

it('takes it quietly when nobody listens to a hint', async () => {
  bus.tell('gateway.unknown', {});
  bus.tell('gateway.news', { id: '2' });
  await until(() => heard.length === 2);
});

async function until(fact: () => boolean, limitMs = 2000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!fact()) {
    if (performance.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
