import 'reflect-metadata';
import { connect } from 'node:net';
import { Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../config/index.js';
import { createLogger, LoggingModule } from '../logging/index.js';
import { createHttpApp } from './index.js';

const START = 'HTTP/1.1\r\nHost: localhost\r\n';

@Controller('things')
class Things {
  @Get()
  list() {
    return [];
  }

  @Post()
  create() {
    return {};
  }
}

let app: NestFastifyApplication;
let port: number;

beforeAll(async () => {
  const config = loadConfig({
    JWT_SECRET: 'a-secret-of-at-least-32-characters',
    ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  const log = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: () => undefined });

  @Module({ imports: [LoggingModule.forRoot(log)], controllers: [Things] })
  class AppModule {}

  app = await createHttpApp(AppModule, config, log, { headersMs: 2_000, requestMs: 2_500, lookMs: 100 });
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
});
afterAll(() => app.close());

/** All that comes back for these bytes until the server hangs up. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  if (bytes !== '') socket.write(bytes);
  let answer = '';
  for await (const part of socket) answer += part as string;
  return answer;
}

const withHeaders = (headers: string) => answerTo(`GET /things ${START}${headers}Connection: close\r\n\r\n`);

it('cuts off with 408 who sends nothing, or never ends the headers or the body', async () => {
  const late = [
    '',
    `GET /things ${START}X-Slow: 1\r\n`,
    `POST /things ${START}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
  ];
  for (const answer of await Promise.all(late.map(answerTo))) {
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout/);
    expect(answer).toContain('"code":"MALFORMED_REQUEST"');
  }
});

it('takes 200 headers, and no more', async () => {
  // Host and Connection are two of them.
  const headers = (count: number) => Array.from({ length: count }, (_, n) => `x-${n}: 1\r\n`).join('');
  expect(await withHeaders(headers(198))).toMatch(/^HTTP\/1.1 200 /);
  const refused = await withHeaders(headers(199));
  expect(refused).toMatch(/^HTTP\/1.1 400 /);
  expect(refused).toContain('The request has more than 200 headers.');
});

it('takes 16 KB of headers, and no more', async () => {
  expect(await withHeaders(`x-long: ${'x'.repeat(15_000)}\r\n`)).toMatch(/^HTTP\/1.1 200 /);
  const refused = await withHeaders(`x-long: ${'x'.repeat(17_000)}\r\n`);
  expect(refused).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large/);
  expect(refused).toContain('"status":431');
});
