import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { dispatcherThrough, proxyAgent, ProxyFailure } from '../../src/platform/egress/index.js';
import { HIDDEN_HOST, TestProxy } from '../support/test-proxy.js';

const folder = mkdtempSync(join(tmpdir(), 'wagate-proxy-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['http', 'socks5'] as const)('a proxy: %s', (scheme) => {
  let server: Server;
  let proxy: TestProxy;
  let url: string;

  beforeAll(async () => {
    server = createServer((_request, answer) => answer.end('through')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://${HIDDEN_HOST}:${(server.address() as AddressInfo).port}/`;
    proxy = await TestProxy.start(scheme, folder);
  });

  afterAll(async () => {
    await proxy.down();
    server.close();
  });

  const answered = (proxyUrl: string, allowPrivate = true) =>
    once(get(url, { agent: proxyAgent(proxyUrl, allowPrivate) }), 'response') as Promise<[IncomingMessage]>;

  it('is the way of requests and of fetch', async () => {
    const [answer] = await answered(proxy.url());
    expect(await text(answer)).toBe('through');
    const dispatcher = dispatcherThrough(proxyAgent(proxy.url(), true));
    expect(await (await fetch(url, { dispatcher } as unknown as RequestInit)).text()).toBe('through');
    expect(proxy.connections).toEqual([new URL(url).host, new URL(url).host]);
  });

  it('says that it refuses', async () => {
    const refused = answered(proxy.url('wrong'));
    await expect(refused).rejects.toBeInstanceOf(ProxyFailure);
    await expect(refused).rejects.toMatchObject({ reason: 'PROXY_REFUSED' });
  });

  it('is not connected to where its name leads inside, unless that is allowed', async () => {
    const inside = proxy.url().replace('127.0.0.1', 'localhost');
    const wrong = { reason: 'PROXY_UNREACHABLE', message: expect.stringContaining('not public') };
    await expect(answered(inside, false)).rejects.toMatchObject(wrong);
    expect((await answered(inside))[0].statusCode).toBe(200);
  });
});

describe('a proxy that is reached over TLS', () => {
  it('must show a certificate that is trusted', async () => {
    const proxy = await TestProxy.start('https', folder);
    try {
      const asked = once(get(`http://${HIDDEN_HOST}/`, { agent: proxyAgent(proxy.url(), true) }), 'response');
      await expect(asked).rejects.toMatchObject({
        reason: 'PROXY_UNREACHABLE',
        message: expect.stringContaining('certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)'),
      });
      expect(proxy.connections).toEqual([]);
    } finally {
      await proxy.down();
    }
  });
});
