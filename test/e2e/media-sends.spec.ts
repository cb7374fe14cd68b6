import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Contact, Sandbox, type SeenMessage } from '../support/sandbox.js';

interface ReadFile extends SeenMessage {
  content: Record<string, unknown> | null;
  context: Record<string, unknown> | null;
  download?: { sha256?: string; sizeBytes?: number; error?: string };
}

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const begins = (head: string) => Buffer.concat([Buffer.from(head, 'latin1'), randomBytes(40_000)]);
const FILES = {
  image: begins('\xff\xd8\xff\xe0'),
  video: begins('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'),
  videoNote: begins('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'),
  audio: begins('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42'),
  voice: begins('OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\x01'),
  document: begins('%PDF-1.7\n'),
  sticker: begins('RIFF\x10\0\0\0WEBPVP8 '),
};

describe('files', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let bob: Contact;
  let web: Server;
  let webUrl: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    user = await gateway.register();
    await user.pair(sandbox, { sessionId: 'shop' });
    bob = await sandbox.contact({ name: 'Bob' });
    web = createServer((request, response) => {
      if (request.url === '/cat.jpg') response.end(FILES.image);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    web?.close();
    await gateway?.dispose();
    await sandbox?.stop();
  });

  const send = async (body: Record<string, unknown>) => {
    const wish = { to: bob.jid, ...body };
    return (await user.post<{ messageId: string }>('/sessions/shop/messages', wish)).messageId;
  };
  const loaded = (messageId: string): Promise<ReadFile> =>
    eventually(`the file of ${messageId} at Bob`, async () => {
      const [seen] = (await sandbox.messages({ id: messageId })) as ReadFile[];
      return seen?.download ? seen : undefined;
    });
  const base64 = (data: Buffer) => data.toString('base64');

  it.each(['image', 'video', 'videoNote', 'audio', 'voice', 'document', 'sticker'] as const)(
    'reach the recipient as they were given: %s',
    async (type) => {
      const data = FILES[type];
      const messageId = await send({ type, media: { base64: base64(data), filename: 'a file' } });
      const { content, download } = await loaded(messageId);
      expect(content).toMatchObject({ type, sha256: sha256(data), sizeBytes: data.length });
      expect(download).toMatchObject({ sha256: sha256(data), sizeBytes: data.length });
      const { media } = (await user.message('shop', messageId)) as unknown as { media: { url: string } };
      const answer = await fetch(new URL(media.url, gateway.url), { headers: user.headers });
      expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(data));
    },
  );

  it('have captions and names, and may be viewed once', async () => {
    const image = { type: 'image', media: { base64: base64(FILES.image) }, caption: 'A cat', viewOnce: true };
    const { content, context } = await loaded(await send(image));
    expect(content).toMatchObject({ caption: 'A cat' });
    expect(context).toMatchObject({ viewOnce: true });
    const document = { type: 'document', media: { base64: base64(FILES.document) }, filename: 'bill.pdf' };
    expect((await loaded(await send(document))).content).toMatchObject({ filename: 'bill.pdf' });
  });

  it('are fetched from a URL before the message is accepted, on the older route as well', async () => {
    const messageId = await send({ type: 'image', media: { url: `${webUrl}/cat.jpg` } });
    expect((await loaded(messageId)).download).toMatchObject({ sha256: sha256(FILES.image) });
    const classic = { to: bob.jid, type: 'image', caption: 'hi', mediaUrl: `${webUrl}/cat.jpg` };
    const answer = await user.post<{ messageId: string }>('/sessions/shop/message/send/media', classic);
    expect((await loaded(answer.messageId)).content).toMatchObject({ type: 'image', caption: 'hi' });
    const gone = { to: bob.jid, type: 'image', media: { url: `${webUrl}/nothing.jpg` } };
    const refused = await user.call<{ code: string }>('POST', '/sessions/shop/messages', gone);
    expect([refused.status, refused.body.code]).toEqual([422, 'MEDIA_NOT_FETCHED']);
  });

  describe('in a form', () => {
    type Part = [name: string, value: string | Buffer];
    const path = '/api/v1/sessions/shop/message/send/media';

    const post = async (parts: Part[], headers: Record<string, string> = {}, by = user) => {
      const form = new FormData();
      for (const [name, value] of parts) {
        if (typeof value === 'string') form.append(name, value);
        else form.append(name, new Blob([new Uint8Array(value)]), 'cat.jpg');
      }
      const answer = await fetch(gateway.url + path, {
        method: 'POST',
        headers: { ...by.headers, ...headers },
        body: form,
      });
      const body = (await answer.json()) as { messageId: string; code?: string };
      return { status: answer.status, body, replayed: answer.headers.has('idempotent-replayed') };
    };
    const fields = (): Part[] => [
      ['to', bob.jid],
      ['type', 'image'],
      ['caption', 'A cat'],
    ];

    it('reach the recipient, whether the fields come before the file or after it', async () => {
      const file: Part = ['file', FILES.image];
      for (const parts of [
        [...fields(), file],
        [file, ...fields()],
      ]) {
        const { status, body } = await post(parts);
        expect([status, body]).toEqual([202, expect.objectContaining({ status: 'success' })]);
        const { content, download } = await loaded(body.messageId);
        expect(content).toMatchObject({ type: 'image', caption: 'A cat' });
        expect(download).toMatchObject({ sha256: sha256(FILES.image) });
      }
    });

    it('are sent once for one key, as long as fields and bytes are the same', async () => {
      const key = { 'idempotency-key': 'cat-1' };
      const first = await post([...fields(), ['file', FILES.image]], key);
      const again = await post([['file', FILES.image], ...fields()], key);
      expect([again.status, again.body, again.replayed]).toEqual([202, first.body, true]);
      const other = Buffer.concat([FILES.image, Buffer.from('.')]);
      const refused = await post([...fields(), ['file', other]], key);
      expect([refused.status, refused.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    });

    it('are refused with the field that is wrong, and unread for who may not send them', async () => {
      const file: Part = ['file', FILES.image];
      const codes = async (parts: Part[]) => {
        const { status, body } = await post(parts);
        return [status, body.code];
      };
      expect(await codes(fields())).toEqual([422, 'VALIDATION_FAILED']);
      expect(await codes([['type', 'image'], file])).toEqual([422, 'VALIDATION_FAILED']);
      expect(await codes([...fields(), ['colour', 'red'], file])).toEqual([422, 'VALIDATION_FAILED']);
      expect(await codes([['to', bob.jid], ['type', 'video'], file])).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      expect(await codes([file, ['to', bob.jid], ['type', 'video']])).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      const long = 'x'.repeat(300_000);
      expect(await codes([['to', bob.jid], ['type', 'image'], ['caption', long], file])).toEqual([
        422,
        'VALIDATION_FAILED',
      ]);
      const stranger = await gateway.register();
      expect((await post([...fields(), file], {}, stranger)).body.code).toBe('SESSION_NOT_FOUND');
    });
  });

  it('are refused in base64 when they are large, with the way that they can go', async () => {
    const wish = { to: bob.jid, type: 'video', media: { base64: base64(Buffer.alloc(1024 * 1024)) } };
    const answer = await user.call<{ code: string; detail: string }>('POST', '/sessions/shop/messages', wish);
    expect([answer.status, answer.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(answer.body.detail).toMatch(/1 MB.*multipart\/form-data.*POST \/api\/v1\/media.*mediaId/);
  });

  it('are forwarded without being given again', async () => {
    const messageId = await send({ type: 'image', media: { base64: base64(FILES.image) }, caption: 'A cat' });
    const { content, context, download } = await loaded(await send({ type: 'forward', messageId }));
    expect(content).toMatchObject({ type: 'image', caption: 'A cat' });
    expect(context).toMatchObject({ forwarded: true });
    expect(download).toMatchObject({ sha256: sha256(FILES.image) });
  });

  it.each([
    ['a picture that is none', { type: 'image', media: { base64: base64(FILES.document) } }, 415],
    ['a voice message that is no Opus', { type: 'voice', media: { base64: base64(FILES.audio) } }, 422],
    ['a file that is not there', { type: 'image', media: { mediaId: 'nothing' } }, 404],
    ['two files at once', { type: 'image', media: { url: 'https://example.org', mediaId: 'x' } }, 422],
  ])('are refused: %s', async (_name, body, status) => {
    const answer = await user.call('POST', '/sessions/shop/messages', { to: bob.jid, ...body });
    expect(answer.status).toBe(status);
  });
});
