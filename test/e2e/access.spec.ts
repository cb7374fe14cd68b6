import type { Account } from '../support/account.js';
import { Gateway } from '../support/gateway.js';
import { Sandbox } from '../support/sandbox.js';

describe('access', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let admin: Account;
  let other: Account;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl);
    admin = await gateway.register('first@example.org');
    other = await gateway.register('second@example.org');
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  it('makes the first user ADMIN and all others USER', async () => {
    expect(await admin.get('/auth/me')).toMatchObject({ email: 'first@example.org', role: 'ADMIN', tier: 'BASIC' });
    expect(await other.get('/auth/me')).toMatchObject({ role: 'USER' });
  });

  it('signs in by password, also under the older path, and refuses a wrong one', async () => {
    const body = { email: 'First@Example.org', password: 'correct horse battery' };
    for (const path of ['/v1/auth/login', '/api/auth/login']) {
      const answer = await gateway.call('POST', path, { body });
      expect([answer.status, Object.keys(answer.body).sort()]).toEqual([
        200,
        ['accessToken', 'expiresIn', 'refreshToken', 'user'],
      ]);
    }
    const wrong = await gateway.call('POST', '/v1/auth/login', { body: { ...body, password: 'wrong horse battery' } });
    const unknown = await gateway.call('POST', '/v1/auth/login', { body: { ...body, email: 'nobody@example.org' } });
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(unknown.body['code']).toBe('INVALID_CREDENTIALS');
  });

  it('changes a refresh token for a new pair once; its reuse ends the whole family', async () => {
    const body = { email: 'second@example.org', password: 'correct horse battery' };
    const { body: first } = await gateway.call<Tokens>('POST', '/v1/auth/login', { body });
    const refresh = (refreshToken: string) =>
      gateway.call<Tokens>('POST', '/v1/auth/refresh', { body: { refreshToken } });
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(second.body.refreshToken)).status).toBe(401);
  });

  it('needs a credential, and says so as a problem', async () => {
    const answer = await gateway.call('GET', '/v1/sessions');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'UNAUTHENTICATED', status: 401, instance: '/api/v1/sessions' });
    const wrong = await gateway.call('GET', '/v1/sessions', { headers: { 'x-api-key': 'wag_nonsense' } });
    expect(wrong.status).toBe(401);
  });

  it('hides another user’s session as if it did not exist', async () => {
    await admin.post('/sessions', { sessionId: 'mine' });
    const calls: [string, string, unknown?][] = [
      ['GET', '/sessions/mine'],
      ['GET', '/sessions/mine/status'],
      ['GET', '/sessions/mine/qr'],
      ['POST', '/sessions/mine/connect', {}],
      ['POST', '/sessions/mine/stop', {}],
      ['POST', '/sessions/mine/restart', {}],
      ['POST', '/sessions/mine/logout', {}],
      ['POST', '/sessions/mine/pairing-code', { phoneNumber: '+628123456789' }],
      ['DELETE', '/sessions/mine'],
      ['GET', '/sessions/mine/messages'],
      ['POST', '/sessions/mine/messages', { to: '+628123456789', type: 'text', text: 'x' }],
      ['POST', '/sessions/mine/send', { to: '+628123456789', message: 'x' }],
      ['POST', '/webhooks', { url: 'http://127.0.0.1:8099/x', sessionId: 'mine' }],
      ['POST', '/api-keys', { name: 'k', sessionId: 'mine' }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await other.call(method, path, body);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    expect((await other.get<{ sessions: unknown[] }>('/sessions')).sessions).toEqual([]);
    expect(await admin.get('/sessions/mine')).toMatchObject({ status: 'DISCONNECTED' });
  });

  it('refuses a session id that is taken, by whomever, and one that is no id', async () => {
    await admin.post('/sessions', { sessionId: 'taken' });
    for (const account of [admin, other]) {
      const answer = await account.call('POST', '/sessions', { sessionId: 'taken' });
      expect([answer.status, answer.body['code']]).toEqual([409, 'SESSION_EXISTS']);
    }
    expect((await admin.call('POST', '/sessions', { sessionId: 'no spaces' })).status).toBe(422);
  });

  it('gives 404 for a session that does not exist', async () => {
    const answer = await admin.call('GET', '/sessions/nowhere');
    expect([answer.status, answer.body['code']]).toEqual([404, 'SESSION_NOT_FOUND']);
  });

  it('lets an API key do what its scopes say, on its one session', async () => {
    const { apiKey } = await admin.post<{ apiKey: string }>('/sessions', { sessionId: 'bound' });
    const key = admin.withKey(apiKey);
    expect((await key.call('GET', '/sessions/bound')).status).toBe(200);
    expect((await key.call('GET', '/sessions/mine')).status).toBe(404);
    const reader = await admin.post<{ id: string; key: string }>('/api-keys', {
      name: 'reader',
      sessionId: 'bound',
      scopes: ['sessions:read'],
    });
    const readOnly = admin.withKey(reader.key);
    expect((await readOnly.call('GET', '/sessions/bound')).status).toBe(200);
    const refused = await readOnly.call('POST', '/sessions/bound/connect', {});
    expect([refused.status, refused.body['code']]).toEqual([403, 'FORBIDDEN']);
    const { body } = await admin.call('GET', '/api-keys');
    expect(JSON.stringify(body)).not.toContain(reader.key);
    expect((await admin.call('DELETE', `/api-keys/${reader.id}`)).status).toBe(204);
  });

  it('takes the key as a bearer token too, and never from the URL', async () => {
    const { apiKey } = await admin.post<{ apiKey: string }>('/sessions', { sessionId: 'bearer' });
    const bearer = await gateway.call('GET', '/v1/sessions/bearer', { headers: { authorization: `Bearer ${apiKey}` } });
    expect(bearer.status).toBe(200);
    for (const name of ['token', 'key', 'apiKey', 'x-api-key']) {
      expect((await gateway.call('GET', `/v1/sessions/bearer?${name}=${apiKey}`)).status).toBe(401);
    }
  });

  it('answers unknown paths, wrong methods and wrong content types as problems', async () => {
    expect((await gateway.call('GET', '/v1/nothing')).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await gateway.call('DELETE', '/health')).status).toBe(405);
    const xml = await admin.call('POST', '/sessions', '<session/>', { 'content-type': 'application/xml' });
    expect(xml.status).toBe(415);
  });

  it('never writes a secret, a number or a text to the log', async () => {
    const canary = 'canary-in-the-coal-mine';
    await admin.call('POST', '/sessions/mine/messages', { to: '+628123456789', type: 'text', text: canary });
    await admin.call('POST', '/auth/login', { email: 'first@example.org', password: canary });
    const { apiKey } = await admin.post<{ apiKey: string }>('/sessions', { sessionId: 'logged' });
    const log = gateway.program.lines.join('\n');
    for (const secret of [canary, apiKey, '628123456789', 'correct horse battery']) expect(log).not.toContain(secret);
  });
});

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
