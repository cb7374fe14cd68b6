import { dirname } from 'node:path';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { HIDDEN_HOST, type ProxyScheme, TestProxy } from '../support/test-proxy.js';

/** A red dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** Attempts are paused between, longer each time. */
const RETRY_LIMIT_MS = 60_000;

interface SessionView {
  status: string;
  reason: string | null;
  connectionMessage: string;
  proxy: string | null;
}

describe('a session with a proxy', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let bob: Contact;
  const proxies: TestProxy[] = [];

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    const whatsapp = new URL(sandbox.wsUrl);
    // Without a proxy nobody finds it.
    whatsapp.hostname = HIDDEN_HOST;
    gateway = await Gateway.start(whatsapp.href, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    user = await gateway.register();
    bob = await sandbox.contact();
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await Promise.all(proxies.map((proxy) => proxy.down()));
  });

  async function openProxy(scheme: ProxyScheme): Promise<TestProxy> {
    // The gateway trusts that authority.
    const proxy = await TestProxy.start(scheme, dirname(sandbox.caFile));
    proxies.push(proxy);
    return proxy;
  }

  const show = (sessionId: string) => user.get<SessionView>(`/sessions/${sessionId}`);
  const change = (sessionId: string, proxy: string | null) =>
    user.call<SessionView>('PATCH', `/sessions/${sessionId}`, { proxy });
  const reason = (sessionId: string, wanted: string) =>
    eventually(
      wanted,
      async () => {
        const session = await show(sessionId);
        return session.reason === wanted && session;
      },
      RETRY_LIMIT_MS,
    );

  it.each(['http', 'https', 'socks5'] as const)(
    'has its socket, uploads and downloads go through it: %s',
    async (scheme) => {
      const proxy = await openProxy(scheme);
      const session = await user.pair(sandbox, { sessionId: `by-${scheme}`, proxy: proxy.url() });
      expect((await show(session.sessionId)).proxy).toBe(proxy.shownUrl);
      const path = `/sessions/${session.sessionId}/messages`;
      const atWhatsApp = `${HIDDEN_HOST}:${new URL(sandbox.wsUrl).port}`;
      const before = proxy.connections.filter((to) => to !== atWhatsApp).length;
      expect(proxy.connections).toContain(atWhatsApp);

      const body = { to: bob.jid, type: 'image', media: { base64: PNG } };
      const { messageId } = await user.post<{ messageId: string }>(path, body);
      await user.messageStatus(session.sessionId, messageId, 'DELIVERED');
      const uploads = proxy.connections.filter((to) => to !== atWhatsApp).length;
      expect(uploads).toBeGreaterThan(before);

      const said = { to: session.phoneNumber, type: 'image', data: PNG, mimetype: 'image/png' };
      const sent = await sandbox.call<{ messageId: string }>('POST', `/contacts/${bob.phoneNumber}/messages`, said);
      const { media } = await eventually('the picture', async () => {
        const { status, body: view } = await user.call<{ media?: { url: string } }>('GET', `${path}/${sent.messageId}`);
        return status === 200 && view;
      });
      const bytes = await fetch(gateway.url + (media?.url ?? ''), { headers: user.headers });
      expect(Buffer.from(await bytes.arrayBuffer()).toString('base64')).toBe(PNG);
      expect(proxy.connections.filter((to) => to !== atWhatsApp).length).toBeGreaterThan(uploads);
    },
  );

  it.each(['http', 'https', 'socks5'] as const)(
    'says when it is dead, never goes around it, and comes back with it: %s',
    async (scheme) => {
      const sessionId = `by-${scheme}`;
      const proxy = proxies.find((one) => one.scheme === scheme)!;
      await proxy.down();
      const { status, connectionMessage } = await reason(sessionId, 'PROXY_UNREACHABLE');
      expect([status, connectionMessage]).toEqual(['CONNECTING', expect.stringContaining('(ECONNREFUSED)')]);
      await proxy.up();
      await user.status(sessionId, 'CONNECTED', RETRY_LIMIT_MS);
      await user.messageStatus(sessionId, await user.send(sessionId, bob.jid, 'back'), 'DELIVERED');
    },
  );

  it.each([
    ['http', 'The proxy answered 407.'],
    ['https', 'The proxy answered 407.'],
    ['socks5', 'The proxy refused: Socks5 Authentication failed.'],
  ] as const)('says when it is refused, and connects once the password is right: %s', async (scheme, words) => {
    const sessionId = `by-${scheme}`;
    const proxy = proxies.find((one) => one.scheme === scheme)!;
    expect((await change(sessionId, proxy.url('wrong'))).body).toMatchObject({ proxy: proxy.shownUrl });
    expect((await reason(sessionId, 'PROXY_REFUSED')).connectionMessage).toContain(words);
    await change(sessionId, proxy.url());
    await user.status(sessionId, 'CONNECTED', RETRY_LIMIT_MS);
  });

  it('connects directly once it has none', async () => {
    expect((await change('by-http', null)).body.proxy).toBeNull();
    // Which leads nowhere here.
    await reason('by-http', 'WHATSAPP_UNREACHABLE');
  });

  it('keeps the password out of the log', () => {
    const log = gateway.program.lines.join('\n');
    expect(log).toContain('connection ended');
    for (const secret of ['p@ss', 'p%40ss', 'wrong@']) expect(log).not.toContain(secret);
  });

  it('takes no URL that is none of a proxy', async () => {
    const { status, body } = await user.call('POST', '/sessions', { proxy: 'ftp://127.0.0.1:21' });
    expect([status, body['code'], body['errors']]).toEqual([
      422,
      'URL_REFUSED',
      [{ pointer: '/proxy', detail: 'does not start with http://, https:// or socks5://' }],
    ]);
  });
});
