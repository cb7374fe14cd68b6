import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../support/account.js';
import { Bucket } from '../support/bucket.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Storage } from '../support/storage.js';

const MB = 1024 * 1024;

interface MediaView {
  mediaId: string;
  kind: string;
  mimetype: string;
  filename?: string;
  sizeBytes: number;
  sha256: string;
}

interface Upload {
  name?: string;
  type?: string;
  fields?: Record<string, string>;
}

const jpeg = (size: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)]);
const mp4 = (size: number) =>
  Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), randomBytes(size - 24)]);
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n`);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('media', () => {
  let folder: string;
  let storage: Storage;
  let bucket: Bucket;
  let gateway: Gateway;
  let user: Account;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagate-media-'));
    storage = await Storage.start(join(folder, 's3'));
    bucket = new Bucket(storage.env);
    gateway = await Gateway.start('ws://127.0.0.1:9/ws/chat', storage.env);
    user = await gateway.register();
  });

  afterAll(async () => {
    await gateway?.dispose();
    await storage?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  async function upload(bytes: Buffer, { name = 'file', type, fields = {} }: Upload = {}, by = user) {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: type ?? '' }), name);
    const answer = await fetch(`${gateway.url}/api/v1/media`, { method: 'POST', headers: by.headers, body: form });
    return { status: answer.status, body: (await answer.json()) as MediaView & { code?: string; detail?: string } };
  }

  async function uploaded(bytes: Buffer, options?: Upload, by?: Account): Promise<MediaView> {
    const { status, body } = await upload(bytes, options, by);
    expect([status, body.code]).toEqual([201, undefined]);
    return body;
  }

  async function download(mediaId: string, headers: Record<string, string> = {}, method = 'GET', by = user) {
    const answer = await fetch(`${gateway.url}/api/v1/media/${mediaId}`, {
      method,
      headers: { ...by.headers, ...headers },
    });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  /** A request whose bytes are written as they are. */
  async function post(contentType: string, body: Buffer, headers: Record<string, string> = {}) {
    const answer = await fetch(`${gateway.url}/api/v1/media`, {
      method: 'POST',
      headers: { ...user.headers, 'content-type': contentType, ...headers },
      body: new Uint8Array(body),
    });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  }

  it('is given back as it was uploaded, to be saved and not shown', async () => {
    const bytes = jpeg(300_000);
    const media = await uploaded(bytes, { name: 'menu.jpg', type: 'image/png' });
    expect(media).toMatchObject({
      kind: 'image',
      mimetype: 'image/jpeg',
      filename: 'menu.jpg',
      sizeBytes: 300_000,
      sha256: sha256(bytes),
    });
    const answer = await download(media.mediaId);
    expect([answer.status, answer.bytes.equals(bytes)]).toEqual([200, true]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '300000',
      'content-disposition': 'attachment; filename="menu.jpg"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: `"${sha256(bytes)}"`,
    });
  });

  it('is encrypted where it is kept, in the folder of its kind', async () => {
    const kept = async (bytes: Buffer, options?: Upload) => {
      const { mediaId } = await uploaded(bytes, options);
      const [key = '', ...more] = await bucket.keys(`media/${mediaId}/`);
      expect(more).toEqual([]);
      const object = await bucket.read(key);
      expect(object.includes(bytes.subarray(0, 40))).toBe(false);
      return key.split('/')[2];
    };
    expect(await kept(jpeg(5_000))).toBe('images');
    expect(await kept(mp4(5_000))).toBe('videos');
    expect(await kept(Buffer.concat([Buffer.from('#!AMR\n'), randomBytes(500)]))).toBe('audio');
    expect(await kept(pdf('canary'))).toBe('documents');
    expect(await kept(jpeg(5_000), { fields: { kind: 'document' } })).toBe('documents');
  });

  it('is given in parts, and not at all to who has it', async () => {
    const bytes = mp4(400_000);
    const { mediaId } = await uploaded(bytes);
    const parts: [string, number, number][] = [
      ['bytes=0-99', 0, 100],
      ['bytes=65530-65545', 65_530, 65_546],
      ['bytes=200000-', 200_000, 400_000],
      ['bytes=-7', 399_993, 400_000],
    ];
    for (const [range, from, to] of parts) {
      const answer = await download(mediaId, { range });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to - 1}/400000`]);
      expect(answer.headers.get('content-length')).toBe(String(to - from));
      expect(answer.bytes.equals(bytes.subarray(from, to))).toBe(true);
    }
    const beyond = await download(mediaId, { range: 'bytes=400000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */400000']);
    expect(JSON.parse(String(beyond.bytes))).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
    const known = await download(mediaId, { 'if-none-match': `"${sha256(bytes)}"` });
    expect([known.status, known.bytes.length]).toEqual([304, 0]);
    const head = await download(mediaId, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, '400000', 0]);
  });

  it('keeps its name, whatever it is, and goes nowhere by it', async () => {
    const menu = await uploaded(pdf('x'), { name: 'Menü „heute“.pdf' });
    expect(menu.filename).toBe('Menü „heute“.pdf');
    const { headers } = await download(menu.mediaId);
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''Men%C3%BC%20%E2%80%9Eheute%E2%80%9C.pdf`);
    expect((await uploaded(pdf('x'), { name: '../../../etc/passwd' })).filename).toBe('passwd');
  });

  it('of a wrong type is refused', async () => {
    const wrong: [Buffer, Upload][] = [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), { name: 'a.png', type: 'image/png' }],
      [Buffer.from('<!doctype html><script>alert(1)</script>'), { name: 'a.txt', type: 'text/plain' }],
      [Buffer.concat([Buffer.from('MZ'), randomBytes(200)]), { name: 'a.pdf', type: 'application/pdf' }],
      [pdf('x'), { name: 'a.jpg', type: 'image/jpeg', fields: { kind: 'image' } }],
      [jpeg(500), { fields: { kind: 'video' } }],
    ];
    for (const [bytes, options] of wrong) {
      const { status, body } = await upload(bytes, options);
      expect([status, body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    expect(await post('application/json', Buffer.from('{}'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const form = new FormData();
    form.set('name', 'shop');
    const elsewhere = await fetch(`${gateway.url}/api/v1/sessions`, {
      method: 'POST',
      headers: user.headers,
      body: form,
    });
    expect(elsewhere.status).toBe(415);
  });

  it('that is too large for its kind is refused, and one that is just small enough is taken', async () => {
    const { status, body } = await upload(jpeg(16 * MB + 1));
    expect([status, body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(body.detail).toContain('16 MB');
    const huge = { 'content-type': 'multipart/form-data; boundary=cut', 'content-length': String(10_000 * MB) };
    const announced = httpRequest(`${gateway.url}/api/v1/media`, {
      method: 'POST',
      headers: { ...user.headers, ...huge },
    });
    announced.on('error', () => undefined).flushHeaders();
    const [answer] = (await once(announced, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    announced.destroy();
    expect((await uploaded(jpeg(16 * MB))).sizeBytes).toBe(16 * MB);
    expect((await uploaded(jpeg(16 * MB + 1), { fields: { kind: 'document' } })).kind).toBe('document');
  });

  it('that does not come whole is refused', async () => {
    const part = (name: string, file: string | null, content: string) =>
      `--cut\r\ncontent-disposition: form-data; name="${name}"${file === null ? '' : `; filename="${file}"`}\r\n\r\n${content}\r\n`;
    const form = (...parts: string[]) => Buffer.from(`${parts.join('')}--cut--\r\n`);
    const type = 'multipart/form-data; boundary=cut';
    expect(await post(type, form(part('file', 'a.txt', 'hello')))).toEqual([201, undefined]);
    expect(await post(type, form(part('note', null, 'hello')))).toEqual([422, 'VALIDATION_FAILED']);
    expect(await post(type, form(part('file', 'a.txt', '')))).toEqual([422, 'VALIDATION_FAILED']);
    expect(await post(type, form(part('file', 'a', 'x'), part('file', 'b', 'y')))).toEqual([422, 'VALIDATION_FAILED']);
    expect(await post(type, form(part('kind', null, 'film'), part('file', 'a', 'x')))).toEqual([
      422,
      'VALIDATION_FAILED',
    ]);
    expect(await post(type, form(...Array.from({ length: 20 }, (_, n) => part(`f${n}`, null, 'x'))))).toEqual([
      422,
      'VALIDATION_FAILED',
    ]);
    const cut = form(part('file', 'a.txt', 'hello'.repeat(50_000)));
    expect(await post(type, cut.subarray(0, -20))).toEqual([400, 'MALFORMED_REQUEST']);
    expect(await post(type, Buffer.from('nonsense'))).toEqual([400, 'MALFORMED_REQUEST']);
    expect(await post('multipart/form-data', cut)).toEqual([400, 'MALFORMED_REQUEST']);
    expect(await post(type, cut, { 'content-encoding': 'gzip' })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('whose sender goes away in the middle leaves nothing behind', async () => {
    const before = await bucket.keys('media/');
    const sending = httpRequest(`${gateway.url}/api/v1/media`, {
      method: 'POST',
      headers: { ...user.headers, 'content-type': 'multipart/form-data; boundary=cut', 'content-length': 5 * MB },
    });
    sending.on('error', () => undefined);
    sending.write('--cut\r\ncontent-disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n');
    sending.write(mp4(MB));
    await once(sending, 'drain');
    sending.destroy();
    const line = await gateway.program.line('the end of the request', (text) =>
      text.includes('"route":"/api/v1/media"') && text.includes('"status":400') ? text : undefined,
    );
    expect(line).toContain('request');
    expect(await bucket.keys('media/')).toEqual(before);
    expect((await uploaded(pdf('still works'))).kind).toBe('document');
  });

  it('is downloaded by who may read it only', async () => {
    const { apiKey: ofShop } = await user.post<{ apiKey: string }>('/sessions', { sessionId: 'shop' });
    const { mediaId } = await uploaded(pdf('of the shop'), { fields: { sessionId: 'shop' } });
    const free = await uploaded(pdf('of no session'));
    const byKey = await uploaded(pdf('with a key'), {}, user.withKey(ofShop));
    const other = await gateway.register();
    const { key: reader } = await user.post<{ key: string }>('/api-keys', { name: 'r', scopes: ['messages:read'] });
    const { key: sender } = await user.post<{ key: string }>('/api-keys', { name: 's', scopes: ['messages:send'] });
    const statuses = async (by: Account) => {
      const answers = [mediaId, free.mediaId, byKey.mediaId].map((id) => download(id, {}, 'GET', by));
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await statuses(user)).toEqual([200, 200, 200]);
    expect(await statuses(user.withKey(reader))).toEqual([200, 200, 200]);
    expect(await statuses(user.withKey(ofShop))).toEqual([200, 200, 200]);
    expect(await statuses(user.withKey(sender))).toEqual([403, 403, 403]);
    expect(await statuses(other)).toEqual([404, 404, 404]);
    expect((await fetch(`${gateway.url}/api/v1/media/${mediaId}`)).status).toBe(401);
    expect((await upload(pdf('x'), {}, user.withKey(reader))).status).toBe(403);
    expect((await upload(pdf('x'), { fields: { sessionId: 'shop' } }, other)).body.code).toBe('SESSION_NOT_FOUND');
    for (const id of ['nonsense', '..%2f..%2fsecrets', `${mediaId}0`]) expect((await download(id)).status).toBe(404);
  });

  it('of a session is seen by no key of another one, and goes with the session', async () => {
    const { apiKey: ofBar } = await user.post<{ apiKey: string }>('/sessions', { sessionId: 'bar' });
    const { mediaId } = await uploaded(pdf('of the shop'), { fields: { sessionId: 'shop' } });
    expect((await download(mediaId, {}, 'GET', user.withKey(ofBar))).status).toBe(404);
    expect(await bucket.keys(`media/${mediaId}/`)).toHaveLength(1);
    expect((await user.call('DELETE', '/sessions/shop')).status).toBe(200);
    expect((await download(mediaId)).status).toBe(404);
    await eventually('an empty folder', async () => (await bucket.keys(`media/${mediaId}/`)).length === 0, 30_000);
  });

  it('answers 503 while the storage is away, and nothing is lost by it', async () => {
    const bytes = jpeg(100_000);
    const { mediaId } = await uploaded(bytes);
    await storage.stop();
    const { status, body } = await upload(jpeg(100_000));
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect((await download(mediaId)).status).toBe(503);
    await storage.up();
    expect((await download(mediaId)).bytes.equals(bytes)).toBe(true);
    await uploaded(jpeg(100_000));
  });

  it('that is read by nobody any more stops being sent', async () => {
    const { mediaId } = await uploaded(mp4(20 * MB));
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const credential = Object.entries(user.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /api/v1/media/${mediaId} HTTP/1.1\r\nhost: x\r\n${credential.join('')}\r\n`);
    await once(socket, 'data');
    socket.destroy();
    expect((await download(mediaId)).bytes).toHaveLength(20 * MB);
  });
});
