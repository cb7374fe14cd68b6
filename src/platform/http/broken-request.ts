import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../contracts/errors.js';
import { problemOf } from '../problems/index.js';
import { problemBody } from './problem-body.js';

const STATUS_LINES: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers URLs that the router can not read; no handler and no filter sees them. */
export function answerUnreadableUrl(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  void reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, pathOf(request.url))));
}

/** No id has a zero byte, and the database throws at one. */
export function refuseZeroInPath(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ url }) => {
    if (pathOf(url).includes('%00')) throw new Problem('MALFORMED_REQUEST', 'The path has a zero byte.');
  });
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? '';

/** Answers what is no HTTP at all, and clients that are too slow: no request exists yet, so the bytes are written here. */
export function answerBrokenBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const statusLine = STATUS_LINES[error.code ?? ''] ?? '400 Bad Request';
  const problem = new Problem('MALFORMED_REQUEST', 'The bytes received are not a complete HTTP request.');
  const { instance: _none, ...body } = problemBody(problem, '');
  const text = JSON.stringify({ ...body, status: Number(statusLine.slice(0, 3)) });
  const headers = ['Content-Type: application/problem+json', `Content-Length: ${Buffer.byteLength(text)}`];
  socket.end([`HTTP/1.1 ${statusLine}`, ...headers, 'Connection: close', '', text].join('\r\n'));
}
