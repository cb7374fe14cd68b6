import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import type { SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface Preview {
  url: string;
  title: string;
  description: string | null;
  thumbnail: string | null;
}

const PAGE = `<!doctype html><title>Shop</title><meta property="og:title" content="Menu &amp; prices">
  <meta property="og:description" content="All we have"><meta property="og:image" content="pictures/menu.png">`;

describe('previews of links', () => {
  let stage: ShopStage;
  let user: Account;
  let web: Server;
  let webUrl: string;
  const asked: string[] = [];

  beforeAll(async () => {
    const picture = await sharp({ create: { width: 600, height: 300, channels: 3, background: '#a52' } })
      .png()
      .toBuffer();
    web = createServer(({ url = '' }, response) => {
      asked.push(url);
      if (url === '/shop/menu') response.writeHead(302, { location: '/shop/today/' }).end();
      else if (url === '/shop/today/pictures/menu.png') response.end(picture);
      else if (url === '/file') response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7');
      else if (url === '/silent') return;
      else if (url === '/endless') {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write(`<title>Long</title>${' '.repeat(600_000)}`);
      } else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    stage = await openShop();
    ({ user } = stage);
  });

  afterAll(async () => {
    web?.closeAllConnections();
    web?.close();
    await stage?.close();
  });

  /** What Bob's phone shows of the link in a text. */
  async function shown(body: Record<string, unknown>, by = user, sessionId = 'shop'): Promise<Preview | null> {
    const wish = { to: stage.bob.jid, type: 'text', ...body };
    const { messageId } = await by.post<{ messageId: string }>(`/sessions/${sessionId}/messages`, wish);
    const { content } = await eventually(`${messageId} at Bob`, async () => {
      const [message] = (await stage.sandbox.messages({ id: messageId })) as (SeenMessage & {
        content?: { text: string; preview: Preview | null };
      })[];
      return message?.content ? { content: message.content } : undefined;
    });
    expect(content.text).toBe(body['text']);
    return content.preview;
  }

  it('are made of what the page says of itself', async () => {
    const url = `${webUrl}/shop/menu`;
    const preview = await shown({ text: `Look: ${url}!`, linkPreview: true });
    expect(preview).toMatchObject({ url, title: 'Menu & prices', description: 'All we have' });
    const drawn = await sharp(Buffer.from(preview!.thumbnail!, 'base64')).metadata();
    expect(drawn).toMatchObject({ format: 'jpeg', width: 192, height: 96 });
    await shown({ text: `Again: ${url}`, linkPreview: true });
    expect(asked.filter((path) => path === '/shop/menu')).toHaveLength(1);
  });

  it('are not made unasked', async () => {
    expect(await shown({ text: `${webUrl}/unasked` })).toBeNull();
    expect(await shown({ text: `${webUrl}/unasked`, linkPreview: false })).toBeNull();
    expect(asked).not.toContain('/unasked');
  });

  it.each([
    ['a file', '/file'],
    ['a page that does not answer', '/silent'],
  ])('are left out for %s, and the text goes', async (_name, path) => {
    expect(await shown({ text: `Look: ${webUrl}${path}`, linkPreview: true })).toBeNull();
  });

  it('are made of the beginning of a page without end, and left out where there is no link', async () => {
    expect(await shown({ text: `${webUrl}/endless`, linkPreview: true })).toMatchObject({ title: 'Long' });
    expect(await shown({ text: 'no link', linkPreview: true })).toBeNull();
  });

  it('can be given, of any link in the text', async () => {
    const image = await sharp({ create: { width: 80, height: 80, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(image)]), 'a.jpg');
    const uploaded = await fetch(`${stage.gateway.url}/api/v1/media`, {
      method: 'POST',
      headers: user.headers,
      body: form,
    });
    const { mediaId } = (await uploaded.json()) as { mediaId: string };
    const own = { url: 'https://b.example', title: 'Mine', description: 'by hand', imageMediaId: mediaId };
    const preview = await shown({ text: 'https://a.example and https://b.example', linkPreview: own });
    expect(preview).toMatchObject({ url: own.url, title: 'Mine', description: 'by hand' });
    expect(Buffer.from(preview!.thumbnail!, 'base64').subarray(0, 3).toString('hex')).toBe('ffd8ff');
  });

  it.each([
    [
      'of a link that is not in the text',
      { text: 'https://a.example', linkPreview: { url: 'https://b.example', title: 'x' } },
    ],
    ['without a title', { text: 'https://a.example', linkPreview: {} }],
    ['that is a word', { text: 'https://a.example', linkPreview: 'yes' }],
    ['of a location', { type: 'location', latitude: 1, longitude: 1, linkPreview: true }],
  ])('are refused %s', async (_name, body) => {
    const wish = { to: stage.bob.jid, type: 'text', ...body };
    const { status } = await user.call('POST', '/sessions/shop/messages', wish);
    expect(status).toBe(422);
  });

  it('are given, and not read, for many messages at once', async () => {
    const text = { to: stage.bob.jid, type: 'text', text: `${webUrl}/bulk` };
    const messages = [
      { ...text, linkPreview: true },
      { ...text, linkPreview: { title: 'Mine' } },
    ];
    const answer = await user.post('/sessions/shop/messages/bulk', { messages });
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0 }] });
    expect(asked).not.toContain('/bulk');
  });

  it('are never made of what may not be reached from here, and the text goes', async () => {
    const gateway = await Gateway.start(stage.sandbox.wsUrl, { EGRESS_ALLOW_PRIVATE: 'false' });
    try {
      const other = await gateway.register();
      await other.pair(stage.sandbox, { sessionId: 'guarded' });
      const { port } = new URL(webUrl);
      for (const host of ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '2130706433']) {
        for (const scheme of ['http', 'https']) {
          const text = `${scheme}://${host}:${port}/secret`;
          expect(await shown({ text, linkPreview: true }, other, 'guarded')).toBeNull();
        }
      }
      expect(asked).not.toContain('/secret');
    } finally {
      await gateway.dispose();
    }
  });
});
