import 'reflect-metadata';
import { connect } from 'node:net';
import { Body, Controller, ForbiddenException, Get, Module, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Problem, PROBLEMS } from '../../contracts/errors.js';
import { loadConfig } from '../config/index.js';
import { createLogger, Log, LoggingModule } from '../logging/index.js';
import { createHttpApp } from './index.js';

class Item {
  @IsString()
  name: string;
}

class Order {
  @IsString()
  to: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Item)
  items: Item[];
}

class Page {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  limit?: number;
}

@Controller('things')
class Things {
  constructor(private readonly log: Log) {}

  @Post()
  create(@Body() order: Order) {
    this.log.info({}, 'inside the handler');
    return { items: order.items.length, real: order.items[0] instanceof Item };
  }

  @Post('nothing')
  nothing() {
    return { done: true };
  }

  @Get()
  list(@Query() page: Page) {
    return page;
  }

  @Get('number/:id')
  number(@Param('id', ParseIntPipe) id: number) {
    return { id };
  }

  @Get('limited')
  limited() {
    throw new Problem('RATE_LIMITED', 'No more today.', { reason: 'ip', retryAfterSeconds: 1.2 });
  }

  @Get('forbidden')
  forbidden() {
    throw new ForbiddenException();
  }

  @Get('crash')
  crash() {
    throw new TypeError('canary of the database password');
  }

  @Get('database-gone')
  gone() {
    throw Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' });
  }
}

let app: NestFastifyApplication;
let base: string;
let logged: string[];

beforeAll(async () => {
  const config = loadConfig({
    JWT_SECRET: 'a-secret-of-at-least-32-characters',
    ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    PUBLIC_URL: 'https://wagate.example.com',
    CORS_ORIGINS: 'https://app.example.com',
  });
  const log = createLogger(
    { logLevel: 'info', logFormat: 'json' },
    { write: (line: string) => void logged.push(line) },
  );

  @Module({ imports: [LoggingModule.forRoot(log)], controllers: [Things] })
  class AppModule {}

  app = await createHttpApp(AppModule, config, log);
  app.setGlobalPrefix('api/v1');
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});
afterAll(() => app.close());
beforeEach(() => {
  logged = [];
});

async function call(method: string, path: string, body?: string | object, headers: Record<string, string> = {}) {
  const ofObject: Record<string, string> = typeof body === 'object' ? asJson : {};
  const response = await fetch(`${base}/api/v1/things${path}`, {
    method,
    headers: { ...ofObject, ...headers },
    ...(body !== undefined && { body: typeof body === 'object' ? JSON.stringify(body) : body }),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: (await response.json()) as Record<string, unknown>,
  };
}

const asJson = { 'content-type': 'application/json' };

it('answers a problem with all members of RFC 9457', async () => {
  const { status, headers, body } = await call('GET', '/limited?phone=123');
  expect(status).toBe(429);
  expect(headers['content-type']).toMatch('application/problem+json');
  expect(headers['retry-after']).toBe('2');
  expect(body).toEqual({
    type: 'https://wagate.example.com/docs/problems#RATE_LIMITED',
    title: PROBLEMS.RATE_LIMITED.title,
    status: 429,
    detail: 'No more today.',
    instance: '/api/v1/things/limited',
    code: 'RATE_LIMITED',
    reason: 'ip',
  });
});

it('names every wrong, missing and unknown field by its pointer', async () => {
  const { status, body } = await call('POST', '', { to: 7, items: [{ name: 'a' }, { name: 1, 'x/y': 2 }], more: true });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(body['errors']).toEqual(
    expect.arrayContaining([
      { pointer: '/to', detail: 'must be a string' },
      { pointer: '/items/1/name', detail: 'must be a string' },
      { pointer: '/items/1/x~1y', detail: 'is not a known field' },
      { pointer: '/more', detail: 'is not a known field' },
    ]),
  );
});

it('gives handlers real DTO objects', async () => {
  expect((await call('POST', '', { to: 'a', items: [{ name: 'b' }] })).body).toEqual({ items: 1, real: true });
  expect((await call('GET', '?limit=5')).body).toEqual({ limit: 5 });
});

it('names query parameters without a slash', async () => {
  expect((await call('GET', '?limit=many')).body['errors']).toEqual([
    { pointer: 'limit', detail: 'must be an integer number' },
  ]);
});

it.each([
  ['an array', '[]', 422, 'VALIDATION_FAILED'],
  ['a string', '"hello"', 422, 'VALIDATION_FAILED'],
  ['null', 'null', 422, 'VALIDATION_FAILED'],
  ['nothing', '', 422, 'VALIDATION_FAILED'],
  ['half an object', '{"to":', 400, 'MALFORMED_JSON'],
  ['a poisoned prototype', '{"__proto__":{"to":"a"}}', 400, 'MALFORMED_JSON'],
  ['more than 1 MiB', JSON.stringify({ to: 'x'.repeat(1024 * 1024) }), 413, 'PAYLOAD_TOO_LARGE'],
])('refuses %s as body', async (_what, body, status, code) => {
  expect(await call('POST', '', body, asJson)).toMatchObject({ status, body: { status, code } });
});

it('takes a POST that announces JSON and sends nothing', async () => {
  expect(await call('POST', '/nothing', '', asJson)).toMatchObject({ status: 201, body: { done: true } });
  expect(await call('POST', '/nothing')).toMatchObject({ status: 201 });
});

it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('refuses %s with 415', async (type) => {
  expect(await call('POST', '', 'to=a', { 'content-type': type })).toMatchObject({
    status: 415,
    body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
  });
});

it('tells an unknown path from a wrong method', async () => {
  expect(await call('GET', '/else/where')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  const wrong = await call('PUT', '/limited');
  expect(wrong).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } });
  expect(wrong.headers['allow']).toBe('GET, HEAD');
  expect(await call('GET', '/number/1')).toMatchObject({ status: 200 });
});

it('gives refusals of the framework a code', async () => {
  expect(await call('GET', '/forbidden')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(await call('GET', '/number/one')).toMatchObject({ status: 400, body: { code: 'MALFORMED_REQUEST' } });
  expect(await call('GET', '/%ff')).toMatchObject({ status: 400, body: { code: 'MALFORMED_REQUEST' } });
  expect(await call('GET', '/api/v1/me/a%00b')).toMatchObject({ status: 400, body: { code: 'MALFORMED_REQUEST' } });
});

it('shows nothing of an unexpected error, and logs it under the request id', async () => {
  const { status, headers, body } = await call('GET', '/crash', undefined, { 'x-request-id': 'req-7' });
  expect(status).toBe(500);
  expect(headers['x-request-id']).toBe('req-7');
  expect(body['code']).toBe('INTERNAL');
  expect(JSON.stringify(body)).not.toContain('canary');
  const line = JSON.parse(logged.find((text) => text.includes('canary')) ?? '{}') as object;
  expect(line).toMatchObject({ level: 'error', requestId: 'req-7', msg: 'request failed' });
});

it('answers 503 while the database is gone', async () => {
  const { status, headers } = await call('GET', '/database-gone');
  expect(status).toBe(503);
  expect(headers['retry-after']).toBe('2');
});

it('makes a request id where the client sent none, or nonsense', async () => {
  const none = await call('GET', '');
  const nonsense = await call('GET', '', undefined, { 'x-request-id': 'a b c' });
  for (const { headers } of [none, nonsense]) expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

it('writes one line a request, with the route instead of the URL', async () => {
  await call('GET', '/number/6281234567890?phone=6281234567890', undefined, { 'x-request-id': 'req-8' });
  const lines = logged.map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    requestId: 'req-8',
    method: 'GET',
    route: '/api/v1/things/number/:id',
    status: 200,
    ms: expect.any(Number) as number,
  });
  expect(logged.join()).not.toContain('6281234567890');
});

it('puts the request id into lines that are written while a body is handled', async () => {
  await call('POST', '', { to: 'a', items: [] }, { 'x-request-id': 'req-9' });
  const inside = logged.find((text) => text.includes('inside the handler')) ?? '{}';
  expect(JSON.parse(inside)).toMatchObject({ requestId: 'req-9' });
});

it('serves the page that problems point to, and safe headers', async () => {
  const page = await fetch(`${base}/docs/problems`);
  expect(page.headers.get('content-type')).toMatch('text/html');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await page.text();
  for (const code of Object.keys(PROBLEMS)) expect(html).toContain(`id="${code}"`);
});

it('tells browsers to come by https only, where it is reached by that', async () => {
  expect((await call('GET', '')).headers['strict-transport-security']).toBe('max-age=31536000');
});

const preflight = (origin: string) =>
  fetch(`${base}/api/v1/things`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PATCH' } });

it('lets the pages of the listed origins in, with what they may send and read', async () => {
  const origin = 'https://app.example.com';
  const asked = await preflight(origin);
  expect([asked.status, Object.fromEntries(asked.headers)]).toMatchObject([
    204,
    {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('PATCH') as string,
      'access-control-allow-headers': expect.stringContaining('Authorization') as string,
      vary: 'Origin',
    },
  ]);
  for (const path of ['', '/limited', '/else']) {
    const { headers } = await call('GET', path, undefined, { origin });
    expect([path, headers['access-control-allow-origin']]).toEqual([path, origin]);
    expect(headers['access-control-expose-headers']).toContain('Retry-After');
  }
});

it.each(['https://evil.example', 'https://app.example.com.evil.example', 'http://app.example.com', 'null'])(
  'tells the pages of %s nothing',
  async (origin) => {
    const asked = await preflight(origin);
    const { headers } = await call('GET', '', undefined, { origin });
    expect(asked.status).toBe(405);
    const told = [...asked.headers.keys(), ...Object.keys(headers)].filter((name) => name.startsWith('access-control'));
    expect(told).toEqual([]);
  },
);

it('answers bytes that are no HTTP with a problem', async () => {
  const { port } = new URL(base);
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  socket.write('this is not HTTP\r\n\r\n');
  let answer = '';
  for await (const part of socket) answer += part as string;
  expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request/);
  expect(answer).toContain('"code":"MALFORMED_REQUEST"');
});
