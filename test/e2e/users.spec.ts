import { randomBytes } from 'node:crypto';
import { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import type { Answer } from '../support/http.js';

const NOWHERE = 'ws://127.0.0.1:9/ws/chat';
const PASSWORD = 'correct horse battery';
/** What was taken away is refused everywhere after so long at the latest. */
const REFUSED_MS = 2_000;

interface Tokens {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}

interface UserView {
  id: string;
  email: string;
  role: string;
  tier: string;
  active: boolean;
}

describe('users', () => {
  const secrets = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')] as const;
  let gateway: Gateway;
  let admin: Account;

  beforeAll(async () => {
    gateway = await Gateway.start(NOWHERE, { JWT_SECRET: secrets[0] });
    admin = await gateway.register('admin@example.org');
  });

  afterAll(() => gateway?.dispose());

  const auth = (path: string, body: unknown) => gateway.call<Tokens>('POST', `/v1/auth/${path}`, { body });
  const signIn = (email: string, password = PASSWORD) => auth('login', { email, password });
  const bearing = (accessToken: string) => new Account(gateway, '', { authorization: `Bearer ${accessToken}` });
  const codeOf = ({ status, body }: Answer<object>) => [status, (body as { code?: string }).code];
  const refused = (who: Account) =>
    eventually('a refusal', async () => (await who.call('GET', '/auth/me')).status === 401, REFUSED_MS);
  const meOf = (who: Account) => who.get<{ id: string }>('/auth/me');

  it('change their password, which ends all other sign-ins at once, and begins a new one', async () => {
    const ann = await gateway.register('ann@example.org');
    const { apiKey } = await ann.post<{ apiKey: string }>('/sessions', { sessionId: 'anns' });
    const { body: elsewhere } = await signIn('ann@example.org');
    const newPassword = 'staple of a new battery';
    const change = (currentPassword: string) => ann.call('POST', '/auth/password', { currentPassword, newPassword });
    expect((await change('not my password')).body).toMatchObject({
      ...{ status: 422, code: 'VALIDATION_FAILED', errors: [{ pointer: '/currentPassword' }] },
    });
    const { status, body } = await change(PASSWORD);
    expect(status).toBe(200);
    const again = bearing((body as unknown as Tokens).accessToken);
    expect((await again.call('GET', '/auth/me')).status).toBe(200);
    await refused(ann);
    await refused(bearing(elsewhere.accessToken));
    expect(codeOf(await auth('refresh', { refreshToken: elsewhere.refreshToken }))).toEqual([
      401,
      'REFRESH_TOKEN_INVALID',
    ]);
    expect(codeOf(await signIn('ann@example.org'))).toEqual([401, 'INVALID_CREDENTIALS']);
    expect((await signIn('ann@example.org', newPassword)).status).toBe(200);
    expect((await ann.withKey(apiKey).call('GET', '/sessions/anns')).status).toBe(200);
  });

  it('are held to a few guesses of their own password as well', async () => {
    const guess = await gateway.register('guess@example.org');
    const change = (n: number) =>
      guess.call('POST', '/auth/password', { currentPassword: `guess ${n}`, newPassword: 'a new password' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => change(n)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(422), 429, 429]);
  });

  it('sign out everywhere at once', async () => {
    const ben = await gateway.register('ben@example.org');
    const { body: phone } = await signIn('ben@example.org');
    expect((await ben.call('POST', '/auth/logout-all')).status).toBe(204);
    await refused(ben);
    await refused(bearing(phone.accessToken));
    expect((await auth('refresh', { refreshToken: phone.refreshToken })).status).toBe(401);
    const { body: back } = await signIn('ben@example.org');
    expect((await bearing(back.accessToken).call('GET', '/auth/me')).status).toBe(200);
  });

  it('are found, given a tier and a role, and shut out by administrators', async () => {
    const cat = await gateway.register('cat@example.org');
    const { id } = await meOf(cat);
    const { key } = await cat.post<{ key: string }>('/api-keys', { name: 'a program' });
    const { users } = await admin.get<{ users: UserView[] }>('/admin/users?search=CAT%40');
    expect(users).toEqual([
      expect.objectContaining({ id, email: 'cat@example.org', role: 'USER', tier: 'BASIC', active: true }),
    ]);
    expect(JSON.stringify(users)).not.toContain('$2b$');
    expect((await admin.call('PATCH', `/admin/users/${id}`, { tier: 'PRO' })).body).toMatchObject({ tier: 'PRO' });
    await eventually('the tier', async () => (await cat.get<{ tier: string }>('/auth/me')).tier === 'PRO', REFUSED_MS);

    await admin.call('PATCH', `/admin/users/${id}`, { role: 'ADMIN' });
    await refused(cat);
    const { body: promoted } = await signIn('cat@example.org');
    expect((await bearing(promoted.accessToken).call('GET', '/admin/users')).status).toBe(200);

    await admin.call('PATCH', `/admin/users/${id}`, { active: false });
    await refused(bearing(promoted.accessToken));
    await refused(cat.withKey(key));
    expect(codeOf(await signIn('cat@example.org'))).toEqual([401, 'INVALID_CREDENTIALS']);
    expect((await auth('refresh', { refreshToken: promoted.refreshToken })).status).toBe(401);
    await admin.call('PATCH', `/admin/users/${id}`, { active: true });
    await eventually('the key', async () => (await cat.withKey(key).call('GET', '/sessions')).status === 200);
  });

  it('are listed page by page, newest first', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await admin.get<{ users: UserView[]; pagination: { nextCursor: string | null } }>(
        `/admin/users?limit=2${query}`,
      );
      seen.push(...page.users.map(({ email }) => email));
      cursor = page.pagination.nextCursor;
    }
    expect(seen.at(-1)).toBe('admin@example.org');
    expect(seen.slice(-3, -1).sort()).toEqual(['ann@example.org', 'guess@example.org']);
    expect(new Set(seen).size).toBe(seen.length);
    const { users } = await admin.get<{ users: UserView[] }>('/admin/users?role=ADMIN&tier=BASIC&active=true');
    expect(users.map(({ email }) => email)).toEqual(['admin@example.org']);
  });

  it('get a password from an administrator when theirs is lost', async () => {
    const dan = await gateway.register('dan@example.org');
    const { id } = await meOf(dan);
    const { password } = await admin.post<{ password: string }>(`/admin/users/${id}/reset-password`);
    await refused(dan);
    expect((await signIn('dan@example.org')).status).toBe(401);
    expect((await signIn('dan@example.org', password)).status).toBe(200);
  });

  it('always have an administrator among them', async () => {
    const { id } = await meOf(admin);
    for (const wish of [{ role: 'USER' }, { active: false }]) {
      const cat = (await admin.get<{ users: UserView[] }>('/admin/users?search=cat')).users[0]!;
      await admin.call('PATCH', `/admin/users/${cat.id}`, { role: 'USER' });
      expect(codeOf(await admin.call('PATCH', `/admin/users/${id}`, wish))).toEqual([409, 'LAST_ADMIN']);
    }
    expect((await admin.call('GET', '/auth/me')).status).toBe(200);
  });

  it('can not be changed in ways that are none', async () => {
    const { id } = await meOf(admin);
    expect(codeOf(await admin.call('PATCH', '/admin/users/nobody', { tier: 'PRO' }))).toEqual([404, 'USER_NOT_FOUND']);
    expect((await admin.call('GET', '/admin/users?search=a%00b')).status).toBe(422);
    for (const wish of [{ tier: 'GOLD' }, { role: null }, { active: 'no' }, { email: 'x@example.org' }]) {
      expect((await admin.call('PATCH', `/admin/users/${id}`, wish)).status).toBe(422);
    }
  });

  it('stay signed in when the signing secret is changed and the old one is named', async () => {
    const eve = await gateway.register('eve@example.org');
    const token = eve.headers['authorization']!.slice('Bearer '.length);
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString());
    expect(header).toMatchObject({ alg: 'HS256', kid: expect.stringMatching(/^[\w-]{12}$/) });
    await gateway.stop();
    await gateway.up({ JWT_SECRET: secrets[1], JWT_SECRET_PREVIOUS: secrets[0] });
    expect((await eve.call('GET', '/auth/me')).status).toBe(200);
    const { body } = await signIn('eve@example.org');
    await gateway.stop();
    await gateway.up({ JWT_SECRET: secrets[1] });
    expect((await eve.call('GET', '/auth/me')).status).toBe(401);
    expect((await bearing(body.accessToken).call('GET', '/auth/me')).status).toBe(200);
  });
});
