import type { Answer } from '../support/http.js';
import { Gateway } from '../support/gateway.js';

const NOWHERE = 'ws://127.0.0.1:9/ws/chat';
const PASSWORD = 'correct horse battery';

type SignedIn = Record<'accessToken' | 'refreshToken', string>;

describe('a browser', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await Gateway.start(NOWHERE, { CORS_ORIGINS: 'https://app.example.com' });
  });

  afterAll(() => gateway?.dispose());

  /** One request of a page of ours, with the cookie that the browser has. */
  function ask(route: string, body?: unknown, token?: string, more: Record<string, string> = {}) {
    const cookie: Record<string, string> = token === undefined ? {} : { cookie: `theme=dark; wagate_refresh=${token}` };
    const headers = { 'x-requested-with': 'wagate', origin: gateway.url, ...cookie, ...more };
    return gateway.call<SignedIn>('POST', `/v1/auth/browser/${route}`, { body, headers });
  }

  const cookieOf = ({ headers }: Answer<object>) => headers.getSetCookie()[0] ?? '';
  const tokenOf = (answer: Answer<object>) => /^wagate_refresh=([^;]*)/.exec(cookieOf(answer))?.[1] ?? '';
  const codeOf = ({ status, body }: Answer<object>) => [status, (body as { code?: string }).code];
  const login = (email: string) => ask('login', { email, password: PASSWORD });
  const me = (accessToken: string) =>
    gateway.call('GET', '/v1/auth/me', { headers: { authorization: `Bearer ${accessToken}` } });

  it('signs up and in with a refresh token that no page sees', async () => {
    const up = await ask('register', { email: 'ann@example.org', password: PASSWORD });
    const into = await login('ann@example.org');
    for (const answer of [up, into]) {
      expect(Object.keys(answer.body).sort()).toEqual(['accessToken', 'expiresIn', 'user']);
      expect(cookieOf(answer)).toMatch(
        /^wagate_refresh=[\w-]{43}; Path=\/api\/v1\/auth\/browser; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect((await me(answer.body.accessToken)).status).toBe(200);
    }
    expect([up.status, into.status]).toEqual([201, 200]);
  });

  it('refreshes by its cookie, which is another one then', async () => {
    const first = await login('ann@example.org');
    const second = await ask('refresh', undefined, tokenOf(first));
    expect([second.status, Object.keys(second.body).sort()]).toEqual([200, ['accessToken', 'expiresIn', 'user']]);
    expect(tokenOf(second)).toMatch(/^[\w-]{43}$/);
    expect(tokenOf(second)).not.toBe(tokenOf(first));
    expect((await me(second.body.accessToken)).status).toBe(200);
    expect((await ask('refresh', undefined, tokenOf(second))).status).toBe(200);
  });

  it('may refresh from several tabs at the same moment', async () => {
    const first = await login('ann@example.org');
    const tabs = await Promise.all([1, 2, 3].map(() => ask('refresh', undefined, tokenOf(first))));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const tab of tabs) expect((await ask('refresh', undefined, tokenOf(tab))).status).toBe(200);
  });

  it('loses the sign-in when a cookie is shown again after the next one was used', async () => {
    const first = await login('ann@example.org');
    const second = await ask('refresh', undefined, tokenOf(first));
    const third = await ask('refresh', undefined, tokenOf(second));
    expect(codeOf(await ask('refresh', undefined, tokenOf(first)))).toEqual([401, 'REFRESH_TOKEN_INVALID']);
    expect(codeOf(await ask('refresh', undefined, tokenOf(third)))).toEqual([401, 'REFRESH_TOKEN_INVALID']);
  });

  it('gets no pair of tokens for the same token as a program, not even at the same moment', async () => {
    const body = { email: 'ann@example.org', password: PASSWORD };
    const { refreshToken } = (await gateway.call<SignedIn>('POST', '/v1/auth/login', { body })).body;
    const refresh = () => gateway.call<SignedIn>('POST', '/v1/auth/refresh', { body: { refreshToken } });
    const answers = await Promise.all([refresh(), refresh(), refresh()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('signs out, and its cookie is gone', async () => {
    const first = await login('ann@example.org');
    const out = await ask('logout', undefined, tokenOf(first));
    expect([out.status, cookieOf(out)]).toEqual([204, expect.stringContaining('wagate_refresh=; ')]);
    expect(cookieOf(out)).toContain('Max-Age=0');
    expect(codeOf(await ask('refresh', undefined, tokenOf(first)))).toEqual([401, 'REFRESH_TOKEN_INVALID']);
    expect((await ask('logout')).status).toBe(204);
    expect(codeOf(await ask('refresh'))).toEqual([401, 'REFRESH_TOKEN_INVALID']);
  });

  it('changes its password and stays signed in, alone', async () => {
    await ask('register', { email: 'ben@example.org', password: PASSWORD });
    const [here, elsewhere] = [await login('ben@example.org'), await login('ben@example.org')];
    const wish = { currentPassword: PASSWORD, newPassword: 'staple of a new battery' };
    const authorization = `Bearer ${here.body.accessToken}`;
    const changed = await ask('password', wish, undefined, { authorization });
    expect([changed.status, changed.body.refreshToken]).toEqual([200, undefined]);
    expect((await ask('refresh', undefined, tokenOf(changed))).status).toBe(200);
    expect((await ask('refresh', undefined, tokenOf(elsewhere))).status).toBe(401);
  });

  it('does nothing of that for pages of others', async () => {
    const { accessToken } = (await login('ann@example.org')).body;
    const token = tokenOf(await login('ann@example.org'));
    const authorization = `Bearer ${accessToken}`;
    const others = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'x-requested-with': 'XMLHttpRequest' }];
    for (const headers of others) {
      for (const route of ['register', 'login', 'refresh', 'logout', 'password']) {
        const answer = await ask(route, {}, token, { authorization, ...headers });
        expect([route, ...codeOf(answer), cookieOf(answer)]).toEqual([route, 403, 'CROSS_SITE', '']);
      }
    }
    const allowed = await ask('refresh', undefined, token, { origin: 'https://app.example.com' });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      ...[200, 'https://app.example.com'],
    ]);
  });

  it('is held to as few guesses as a program', async () => {
    const guess = (n: number) => ask('login', { email: 'guessed@example.org', password: `guess number ${n}` });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(n)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const throughTheOther = { email: 'guessed@example.org', password: PASSWORD };
    expect((await gateway.call('POST', '/v1/auth/login', { body: throughTheOther })).status).toBe(429);
  });

  it('gets a cookie for https alone, below the path, where users reach it so', async () => {
    await gateway.stop();
    await gateway.up({ PUBLIC_URL: 'https://example.org/wagate/' });
    const origin = 'https://example.org';
    const answer = await ask('login', { email: 'ann@example.org', password: PASSWORD }, undefined, { origin });
    expect(answer.status).toBe(200);
    expect(cookieOf(answer)).toMatch(/Path=\/wagate\/api\/v1\/auth\/browser; .*; Secure$/);
  });
});
