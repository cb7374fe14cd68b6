import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Program } from '../support/program.js';
import { Sandbox } from '../support/sandbox.js';

describe('the program', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, {
      ADMIN_EMAIL: 'boss@example.org',
      ADMIN_PASSWORD: 'correct horse battery',
      PHONE_URL: 'http://127.0.0.1:9/phone',
    });
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  it('says that it is alive, well and ready', async () => {
    for (const path of ['/health', '/live', '/ready']) expect((await gateway.call('GET', path)).status).toBe(200);
    expect((await gateway.call('GET', '/health')).body).toMatchObject({ status: 'ok', role: 'all' });
    const detailed = await gateway.call<{ checks: { name: string }[] }>('GET', '/health/detailed');
    expect(detailed.body.checks.map(({ name }) => name)).toContain('database');
  });

  it('says what a page must know before anybody has signed in', async () => {
    const { status, body } = await gateway.call('GET', '/v1/installation');
    expect([status, body]).toEqual([200, { registration: 'open', phoneUrl: 'http://127.0.0.1:9/phone' }]);
  });

  it('makes the administrator that the configuration names', async () => {
    const body = { email: 'boss@example.org', password: 'correct horse battery' };
    const { body: answer } = await gateway.call<{ user: { role: string } }>('POST', '/v1/auth/login', { body });
    expect(answer.user.role).toBe('ADMIN');
  });

  it('names every bad variable in one message and exits with 1', async () => {
    const program = Program.run('dist/main.js', {
      env: { ROLE: 'gateway', PORT: 'eighty', JWT_SECRET: 'short', DATABASE_URL: 'mysql://x', REGISTRATION: 'maybe' },
    });
    expect((await program.exited).code).toBe(1);
    const output = program.lines.join('\n');
    for (const name of ['PORT', 'JWT_SECRET', 'DATABASE_URL', 'REGISTRATION', 'ENCRYPTION_KEY', 'REDIS_URL']) {
      expect(output).toContain(name);
    }
    expect(output).not.toContain('eighty');
  });

  it('refuses to share its data folder with a second one', async () => {
    const second = Program.run('dist/main.js', { env: { PORT: '0', DATA_DIR: gateway.dataDir } });
    expect((await second.exited).code).toBe(1);
    expect(second.lines.join('\n')).toMatch(/already|in use/i);
    expect((await gateway.call('GET', '/ready')).status).toBe(200);
  });

  it('ends on SIGTERM with 0 and without logging anybody out, and is back without a QR code', async () => {
    const body = { email: 'boss@example.org', password: 'correct horse battery' };
    const { body: tokens } = await gateway.call<{ accessToken: string }>('POST', '/v1/auth/login', { body });
    const { Account } = await import('../support/account.js');
    const boss = new Account(gateway, body.email, { authorization: `Bearer ${tokens.accessToken}` });
    const { phoneNumber } = await boss.pair(sandbox, { sessionId: 'lasting' });
    const startedAt = Date.now();
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${phoneNumber}`);
    expect(devices).toHaveLength(1);
    await gateway.up();
    await boss.status('lasting', 'CONNECTED');
  });

  it('ends in time although somebody is connected who never asks anything', async () => {
    const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(silent, 'connect');
    expect(await gateway.stop()).toMatchObject({ code: 0 });
    silent.destroy();
    await gateway.up();
  });

  it('documents every route with its errors, its examples and who may call it', async () => {
    const { body } = await gateway.call<OpenApi>('GET', '/docs/json');
    const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, ...operation })),
    );
    expect(operations.length).toBeGreaterThan(30);
    const api = operations.filter(({ path }) => path.startsWith('/api/'));
    const incomplete = api.filter(({ path, summary, responses, security }) => {
      const statuses = Object.keys(responses);
      const open = /\/auth\/(browser\/)?(register|login|refresh|logout)$|\/v1\/installation$/.test(path);
      return !summary || !statuses.some((s) => s < '300') || !statuses.some((s) => s >= '400') || (!open && !security);
    });
    expect(incomplete.map(({ name }) => name)).toEqual([]);
    const page = await gateway.call<string>('GET', '/docs');
    expect(page.body).toContain('swagger');
  });

  it('answers requests that were under way when it was asked to end', async () => {
    const user = await gateway.register();
    await user.post('/sessions', { sessionId: 'held' });
    const body = { to: '+628123456789', type: 'text', text: 'held' };
    const held = user.call('POST', '/sessions/held/messages?wait=sent&timeoutMs=30000', body);
    await eventually('the accepted message', async () => {
      const { messages } = await user.get<{ messages: unknown[] }>('/sessions/held/messages');
      return messages.length === 1;
    });
    const ended = gateway.stop();
    const answer = await held;
    expect([answer.status, answer.body['status']]).toEqual([202, 'QUEUED']);
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});

interface OpenApi {
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown>; security?: unknown[] }>>;
}
