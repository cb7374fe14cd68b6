import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PACKAGE_ROOT } from '../../platform/package-root.js';
import { type BuiltFile, builtFiles } from './built-files.js';

const BUILT_IN = join(PACKAGE_ROOT, 'dist', 'dashboard');

/**
 * The page runs its own scripts and nothing else, and talks to its own gateway only. `blob:` is for media, which it fetches with its
 * token and shows from memory.
 */
const CONTENT_SECURITY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the app: its files by their names, and for every other path below `/dashboard` the page itself, which knows what to show
 * there. `/` leads to it.
 */
export function addDashboard(server: FastifyInstance, folder = BUILT_IN): void {
  const files = builtFiles(folder);
  const page = files.get('index.html');
  if (page === undefined) return;
  server.get('/', (_request, reply) => reply.redirect('/dashboard'));
  server.get('/dashboard', (request, reply) => send(request, reply, page));
  server.get<{ Params: { '*': string } }>('/dashboard/*', (request, reply) => {
    const path = request.params['*'];
    const file = files.get(path);
    // A script of an older build must not come as a page: the browser would keep it for good.
    if (file === undefined && path.startsWith('assets/')) return reply.callNotFound();
    return send(request, reply, file ?? page);
  });
}

function send(request: FastifyRequest, reply: FastifyReply, { type, bytes, gzip, immutable }: BuiltFile): FastifyReply {
  reply
    .type(type)
    .header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-store')
    .header('content-security-policy', CONTENT_SECURITY)
    .header('referrer-policy', 'no-referrer')
    .header('vary', 'accept-encoding');
  const packed = gzip !== null && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  return packed ? reply.header('content-encoding', 'gzip').send(gzip) : reply.send(bytes);
}
