import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world.js';
import { actRoutes } from './acts.js';
import { channelRoutes } from './channels.js';
import { contactRoutes } from './contacts.js';
import { docsPage } from './docs-page.js';
import { caRoute, evidenceRoutes, serverRoutes } from './evidence.js';
import { faultRoutes } from './faults.js';
import { groupRoutes } from './groups.js';
import { mediaRoutes } from './media.js';
import { openApi } from './openapi.js';
import { phoneRoutes } from './phones.js';
import { stanzaRoutes } from './stanzas.js';
import { settingRoutes } from './settings.js';
import { phonePage } from './phone-page.js';
import { BytesAnswer, EventStream, Problem, TextAnswer, type Call, type Route } from './route.js';
import { mistakes, type Schema } from './schema.js';
import { screenRoutes } from './screen.js';

/** Files come as base64 in JSON. */
const BODY_BYTES = 32 * 1_048_576;
const BEAT_MS = 15_000;

interface Extras {
  caPem: string;
}

/** The HTTP API as a request listener of node:http. */
export function httpApi(world: World, { caPem }: Extras): (request: IncomingMessage, response: ServerResponse) => void {
  const routes = [
    ...[
      ...phoneRoutes,
      ...screenRoutes,
      ...settingRoutes,
      ...contactRoutes,
      ...actRoutes,
      ...groupRoutes,
      ...channelRoutes,
      ...mediaRoutes,
    ],
    ...[...evidenceRoutes, ...faultRoutes, ...stanzaRoutes, ...serverRoutes, caRoute(caPem)],
  ];
  const documents: Record<string, () => unknown> = {
    '/': () => new TextAnswer('text/html; charset=utf-8', docsPage(routes)),
    '/openapi.json': () => openApi(routes),
  };
  return (request, response) => {
    answer(world, routes, documents, request)
      .then(([status, body]) => respond(response, status, body))
      .catch((error: unknown) => respondProblem(response, error));
  };
}

async function answer(
  world: World,
  routes: Route[],
  documents: Record<string, () => unknown>,
  request: IncomingMessage,
): Promise<[number, unknown]> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const document = documents[url.pathname];
  if (request.method === 'GET' && document) return [200, document()];
  const page = request.method === 'GET' ? await phonePage(url.pathname) : undefined;
  if (page) return [200, page];
  const { route, params } = match(routes, request.method ?? '', url.pathname);
  const query = Object.fromEntries(url.searchParams);
  check(queryMistakes(route, query));
  const body = await readBody(route, request);
  if (request.method !== 'GET') world.changes++;
  const call: Call = { world, params, query, body };
  return [route.status, await route.handle(call)];
}

/** @throws Problem 404 or 405 */
function match(routes: Route[], method: string, pathname: string): { route: Route; params: Record<string, string> } {
  let methods = '';
  for (const route of routes) {
    const pattern = route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const found = new RegExp(`^${pattern}$`).exec(pathname);
    if (!found) continue;
    if (route.method === method) return { route, params: mapValues(found.groups ?? {}, decodeURIComponent) };
    methods += ` ${route.method}`;
  }
  if (methods) throw new Problem(405, 'Method not allowed', `${pathname} takes${methods}.`);
  throw new Problem(404, 'Not found', `There is no ${pathname} here; / lists what there is.`);
}

function mapValues(values: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

function check(found: string[]): void {
  if (found.length > 0) throw new Problem(400, 'Bad request', `${found.join('; ')}.`);
}

function queryMistakes({ query = {} }: Route, given: Record<string, string>): string[] {
  return Object.entries(given).flatMap(([name, text]) => {
    const schema = query[name];
    return schema ? mistakes(schema, parsed(schema, text), name) : [`${name} is not known here`];
  });
}

function parsed(schema: Schema, text: string): unknown {
  return schema.type === 'integer' || schema.type === 'number' ? Number(text) : text;
}

async function readBody({ body: schema }: Route, request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (schema === undefined || schema === 'text') return text;
  const body = text.trim() === '' ? {} : parseJson(text);
  check(mistakes(schema, body, 'the body'));
  return body;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new Problem(413, 'Too large', `A body may have ${BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(400, 'Bad request', `The body is not JSON: ${String(error)}`);
  }
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  if (body instanceof EventStream) {
    stream(response, body);
    return;
  }
  if (body instanceof BytesAnswer) {
    const headers = { 'content-type': body.contentType, 'x-content-type-options': 'nosniff', ...body.headers };
    response.writeHead(status, headers).end(body.bytes);
    return;
  }
  const isText = body instanceof TextAnswer;
  const contentType = isText ? body.contentType : 'application/json';
  response.writeHead(status, { 'content-type': contentType }).end(isText ? body.text : JSON.stringify(body));
}

function stream(response: ServerResponse, events: EventStream): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(':\n\n');
  const close = events.open((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  // Without a word for long, what is between would end the connection.
  const beat = setInterval(() => response.write(':\n\n'), BEAT_MS);
  response.once('close', () => {
    clearInterval(beat);
    close();
  });
}

function respondProblem(response: ServerResponse, error: unknown): void {
  const known = error instanceof Problem ? error : undefined;
  const status = known?.status ?? 500;
  const problem = { type: 'about:blank', title: known?.title ?? 'Internal error', status, detail: String(error) };
  if (known) problem.detail = known.message;
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}
