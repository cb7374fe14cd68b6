import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { addDashboard } from './dashboard.js';

const SCRIPT = 'console.log("a script");'.repeat(50);
let folder: string;
let server: FastifyInstance;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wagate-dashboard-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), SCRIPT);
  server = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  addDashboard(server, folder);
  address = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(address + path, { headers, redirect: 'manual' });

it.each(['/dashboard', '/dashboard/', '/dashboard/sessions/shop', '/dashboard/%2e%2e%2fpackage.json'])(
  'answers %s with the page, which is never kept',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toContain('the page');
  },
);

it('lets the page load nothing from elsewhere, and run nothing that stands in it', async () => {
  const policy = (await get('/dashboard')).headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|http|\*/);
});

it('gives scripts packed where that is understood, to be kept for ever', async () => {
  const packed = await get('/dashboard/assets/index-abc123.js', { 'accept-encoding': 'br, gzip' });
  expect(Object.fromEntries(packed.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'gzip',
  });
  expect(await packed.text()).toBe(SCRIPT);
  const plain = await get('/dashboard/assets/index-abc123.js', { 'accept-encoding': 'identity' });
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT]);
});

it('has no script of another build', async () => {
  expect((await get('/dashboard/assets/index-old.js')).status).toBe(404);
});

it('leads from / to the dashboard', async () => {
  expect((await get('/')).headers.get('location')).toBe('/dashboard');
});
