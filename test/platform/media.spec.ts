import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { DataSource } from 'typeorm';
import { MediaRepository } from '../../src/gateway/media/media.repository.js';
import { Media } from '../../src/gateway/media/media.service.js';
import { ObjectRemovals } from '../../src/mailbox/index.js';
import type { AppConfig } from '../../src/platform/config/index.js';
import { Keyring } from '../../src/platform/crypto/index.js';
import { runMigrations } from '../../src/platform/database/index.js';
import { Egress } from '../../src/platform/egress/index.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { MediaBodies } from '../../src/platform/media/index.js';
import { FileStore, SealedObjects, Spool } from '../../src/platform/object-store/index.js';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const keyring = Keyring.of(randomBytes(32));
const anything = { kind: null, mimetype: null, filename: null };
const chunk = (type: string, data: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
};
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const png = Buffer.concat([SIGNATURE, chunk('IHDR', Buffer.alloc(13)), chunk('IDAT', randomBytes(100_000))]);

let root: string;
let server: EmbeddedPostgres;
let db: DataSource;
let store: FileStore;
let repository: MediaRepository;
let removals: ObjectRemovals;
let media: Media;
let guarded: Media;
const egresses: Egress[] = [];
let owner: { userId: string; sessionId: string | null };

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wagate-media-'));
  server = await startEmbeddedPostgres({ dataDir: root, log });
  await runMigrations(server.url, log);
  db = await new DataSource({ type: 'postgres', url: server.url }).initialize();
  store = new FileStore(join(root, 'objects'), new Spool(join(root, 'objects', 'temp', 'uploads')));
  repository = new MediaRepository(db);
  removals = new ObjectRemovals(db);
  media = mediaThat({ egressAllowPrivate: true });
  guarded = mediaThat({ egressAllowPrivate: false });
  owner = { userId: randomUUID(), sessionId: null };
  await db.query(`insert into users (id, email, password_hash, role) values ($1, 'a', 'x', 'USER')`, [owner.userId]);
});

afterAll(async () => {
  for (const egress of egresses) await egress.onApplicationShutdown();
  await db?.destroy();
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('what somebody else has sent', () => {
  const bodies = () => new MediaBodies(new SealedObjects(store, { keyring } as AppConfig));
  const received = (bytes: Buffer, type: string) => bodies().storeReceived(randomUUID(), Readable.from([bytes]), type);
  const MB = 1024 * 1024;

  it('is a document of no type when it is what users may not send', async () => {
    for (const page of [
      '<!doctype html><script>1</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'MZ\x90\0\x03',
    ]) {
      const body = await received(Buffer.concat([Buffer.from(page, 'latin1'), Buffer.alloc(200, 32)]), 'image/png');
      expect(body).toMatchObject({ kind: 'document', mimetype: 'application/octet-stream' });
    }
  });

  it('is a document when it is larger than files of its kind may be, and refused when no file may be so large', async () => {
    expect(await received(png, 'image/png')).toMatchObject({ kind: 'image' });
    const large = Buffer.concat([png, Buffer.alloc(16 * MB)]);
    expect(await received(large, 'image/png')).toMatchObject({ kind: 'document', mimetype: 'image/png' });
    await expect(received(Buffer.alloc(64 * MB + 1), '')).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });
});

function mediaThat({ egressAllowPrivate }: { egressAllowPrivate: boolean }): Media {
  const config = { keyring, egressAllowPrivate } as AppConfig;
  const egress = new Egress(config);
  egresses.push(egress);
  return new Media(db, repository, new MediaBodies(new SealedObjects(store, config)), removals, egress);
}

const rows = async () => ((await db.query('select count(*)::int as n from media')) as [{ n: number }])[0].n;
const refusal = (code: string, detail: string) => ({ code, detail: expect.stringContaining(detail) as string });

describe('media behind a URL', () => {
  let web: Server;
  let base: string;
  /** Where somebody listened once. */
  let gone: string;

  beforeAll(async () => {
    const left = createServer().listen(0, '127.0.0.1');
    await once(left, 'listening');
    gone = `http://127.0.0.1:${(left.address() as AddressInfo).port}/`;
    left.close();
    web = createServer(pages).listen(0, '127.0.0.1');
    await once(web, 'listening');
    base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    web.closeAllConnections();
    web.close();
  });

  const handlers: Record<string, (answer: ServerResponse, rest: string) => void> = {
    'picture.png': (answer) => answer.writeHead(200, { 'content-type': 'image/png' }).end(png),
    around: (answer, left) =>
      answer.writeHead(302, { location: left === '0' ? '/picture.png' : `/around/${Number(left) - 1}` }).end(),
    gone: (answer) => answer.writeHead(302, { location: gone }).end(),
    nowhere: (answer) => answer.writeHead(302).end(),
    zipped: (answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(png)),
    half: (answer) => {
      answer.writeHead(200, { 'content-length': png.length });
      answer.write(png.subarray(0, 50_000), () => answer.destroy());
    },
    endless: (answer) => {
      const more = () => {
        while (!answer.destroyed && answer.write(png));
      };
      answer.on('drain', more);
      more();
    },
    page: (answer) => answer.writeHead(200, { 'content-type': 'image/png' }).end('<!doctype html><p>Sign in</p>'),
  };
  const pages: RequestListener = ({ url = '/' }, answer) => {
    const [, page = '', rest = ''] = url.split('/');
    const handle = handlers[page];
    if (handle) handle(answer, rest);
    else answer.writeHead(404).end();
  };

  it('is fetched, by way of 3 redirects at most', async () => {
    const item = await media.fromUrl(owner, `${base}/picture.png`, anything);
    expect(item).toMatchObject({
      kind: 'image',
      mimetype: 'image/png',
      filename: 'picture.png',
      sizeBytes: png.length,
    });
    expect((await buffer(await media.open(item))).equals(png)).toBe(true);
    expect((await media.fromUrl(owner, `${base}/around/2`, anything)).sizeBytes).toBe(png.length);
    await expect(media.fromUrl(owner, `${base}/around/3`, anything)).rejects.toMatchObject(
      refusal('MEDIA_NOT_FETCHED', 'more than 3 redirects'),
    );
  });

  it.each([
    ['missing', 'MEDIA_NOT_FETCHED', 'answered 404'],
    ['half', 'MEDIA_NOT_FETCHED', 'closed'],
    ['zipped', 'MEDIA_NOT_FETCHED', 'compressed'],
    ['nowhere', 'MEDIA_NOT_FETCHED', 'leads nowhere'],
    ['gone', 'MEDIA_NOT_FETCHED', 'The connection was refused'],
    ['endless', 'PAYLOAD_TOO_LARGE', '16 MB'],
    ['page', 'UNSUPPORTED_MEDIA_TYPE', 'text/html'],
  ])('that is %s is refused with what happened', async (page, code, detail) => {
    const before = await rows();
    await expect(media.fromUrl(owner, `${base}/${page}`, anything)).rejects.toMatchObject(refusal(code, detail));
    expect(await rows()).toBe(before);
  });

  it('is not fetched from private addresses, also not by a name or a redirect', async () => {
    for (const url of [
      `${base}/picture.png`,
      'https://127.0.0.1/x',
      'https://localhost/x',
      'https://[::1]/x',
      'file:///x',
    ]) {
      await expect(guarded.fromUrl(owner, url, anything)).rejects.toMatchObject({ code: 'URL_REFUSED' });
    }
  });

  it('of a host that does not exist, or that nobody serves, is a clear refusal', async () => {
    await expect(media.fromUrl(owner, gone, anything)).rejects.toMatchObject(
      refusal('MEDIA_NOT_FETCHED', 'The connection was refused'),
    );
    await expect(media.fromUrl(owner, 'http://does-not-exist.invalid/x', anything)).rejects.toMatchObject({
      code: 'MEDIA_NOT_FETCHED',
    });
  });
});

describe('media in base64', () => {
  it('is stored like any other', async () => {
    const item = await media.fromBase64(owner, png.toString('base64'), { ...anything, filename: 'a.png' });
    expect(
      (await buffer(await media.open(item, { offset: 70_000, length: 5 }))).equals(png.subarray(70_000, 70_005)),
    ).toBe(true);
  });

  it('must be base64', async () => {
    const calling = async () => media.fromBase64(owner, 'data:image/png;base64,AAAA', anything);
    await expect(calling()).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('media whose time is over', () => {
  it('is forgotten with its key, and its bytes are to be removed', async () => {
    const old = await media.fromStream(owner, Readable.from([png]), anything);
    const young = await media.fromStream(owner, Readable.from([png]), anything);
    await db.query(`update media set created_at = now() - interval '31 days' where id = $1`, [old.id]);
    expect(await repository.forget(30, 500)).toBe(1);
    expect(await repository.find(owner.userId, null, old.id)).toBeNull();
    expect(await repository.find(owner.userId, null, young.id)).toMatchObject({ sizeBytes: png.length, kind: 'image' });
    expect((await removals.next('', 100)).map(({ folder }) => folder)).toEqual([`media/${old.id}`]);
  });

  it('is what never got its row, a day after', async () => {
    const lost = await media.receive(owner, Readable.from([png]), anything);
    const folders = async () => (await removals.next('', 100)).map(({ folder }) => folder);
    expect(await folders()).not.toContain(`media/${lost.id}`);
    await db.query(`update mailbox.object_removal set due_at = due_at - interval '1 day' where folder = $1`, [
      `media/${lost.id}`,
    ]);
    expect(await folders()).toContain(`media/${lost.id}`);
  });

  it('is that of a session which goes while the bytes come', async () => {
    const sessionId = `s-${randomUUID()}`;
    await expect(media.fromStream({ ...owner, sessionId }, Readable.from([png]), anything)).rejects.toMatchObject({
      code: 'SESSION_NOT_FOUND',
    });
  });
});
