import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Account } from '../support/account.js';
import { Gateway } from '../support/gateway.js';
import { NameServer } from '../support/name-server.js';

/** In what IANA keeps for later (3000::/4): public by its form, and routed nowhere. */
const PUBLIC = '3100::1';
const INSIDE = '127.0.0.1';

/** A name that leads to a public address when it is judged, and inside when it is asked for again. */
describe('a name that changes where it leads', () => {
  let names: NameServer;
  let inside: Server;
  let insideReached = 0;
  let gateway: Gateway;
  let user: Account;

  beforeAll(async () => {
    names = await NameServer.start();
    inside = createServer((socket) => {
      insideReached++;
      socket.destroy();
    }).listen(0, INSIDE);
    await once(inside, 'listening');
    const env = { ...names.env, EGRESS_ALLOW_PRIVATE: 'false', WEBHOOK_TIMEOUT: '2' };
    gateway = await Gateway.start('ws://127.0.0.1:9/ws/chat', env);
    user = await gateway.register();
    await user.post('/sessions', { sessionId: 'shop' });
  });

  afterAll(async () => {
    await gateway?.dispose();
    inside?.close();
    names?.stop();
  });

  /** The last word is that nobody came in, however often it was tried. */
  afterEach(() => expect(insideReached).toBe(0));

  function rebinding(name: string): string {
    names.lead(name, PUBLIC, INSIDE);
    return `https://${name}:${(inside.address() as AddressInfo).port}/x`;
  }

  const asked = (name: string) => names.asked.filter((one) => one === name).length;
  const send = (body: object) => user.call('POST', '/sessions/shop/messages', { to: '+628123456789', ...body });

  it('gains nothing as the address of a file', async () => {
    const body = { type: 'image', media: { url: rebinding('files.example.com') } };
    const first = await send(body);
    expect([first.status, first.body['code'], asked('files.example.com')]).toEqual([422, 'MEDIA_NOT_FETCHED', 1]);
    const second = await send(body);
    expect([second.status, second.body['code'], asked('files.example.com')]).toEqual([422, 'URL_REFUSED', 2]);
  });

  it('gains nothing as a webhook', async () => {
    const webhook = await user.post<{ id: string }>('/webhooks', { url: rebinding('hooks.example.com') });
    const test = () => user.post<{ delivered: boolean; error?: string }>(`/webhooks/${webhook.id}/test`);
    expect(await test()).toMatchObject({ delivered: false });
    expect(asked('hooks.example.com')).toBe(1);
    expect(await test()).toMatchObject({ delivered: false, error: expect.stringContaining('not public') });
    expect(asked('hooks.example.com')).toBe(2);
  });

  it('gains nothing as a link in a text, which goes without a preview', async () => {
    const url = rebinding('pages.example.com');
    for (const questions of [1, 2]) {
      // Another page of it each time: what was read once is remembered.
      const { status } = await send({ type: 'text', text: `look: ${url}${questions}`, linkPreview: true });
      expect([status, asked('pages.example.com')]).toEqual([202, questions]);
    }
  });
});
