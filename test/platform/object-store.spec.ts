import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { AppConfig, ObjectStoreConfig } from '../../src/platform/config/index.js';
import { Keyring } from '../../src/platform/crypto/index.js';
import {
  FileStore,
  ObjectMissing,
  type ObjectStore,
  SealedObjects,
  Spool,
} from '../../src/platform/object-store/index.js';
import { S3Store } from '../../src/platform/object-store/s3-store.js';
import { Storage } from '../support/storage.js';

let root: string;
let server: Storage;
let spool: Spool;
const stores: Record<string, ObjectStore> = {};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wagate-objects-'));
  server = await Storage.start(join(root, 's3'));
  spool = new Spool(join(root, 'files', 'temp', 'uploads'));
  stores['files'] = new FileStore(join(root, 'files'), spool);
  stores['S3'] = new S3Store(configOf(server), spool);
});

afterAll(async () => {
  for (const store of Object.values(stores)) store.close();
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

function configOf({ env }: Storage): ObjectStoreConfig {
  const [endpoint = '', port] = env['MINIO_ENDPOINT']!.split(':');
  return {
    endpoint,
    port: Number(port),
    accessKey: env['MINIO_ACCESS_KEY']!,
    secretKey: env['MINIO_SECRET_KEY']!,
    bucket: env['MINIO_BUCKET_NAME']!,
    useSsl: false,
  };
}

const read = async (store: ObjectStore, key: string, range?: { offset: number; length: number }) =>
  (await buffer(await store.get(key, range))).toString();
const inPieces = (bytes: Buffer) => Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
const spooled = () => readdirSync(join(root, 'files', 'temp', 'uploads'));

describe.each(['files', 'S3'])('objects kept in %s', (kind) => {
  let store: ObjectStore;
  beforeAll(() => (store = stores[kind]!));

  it('answer to nobody before there are any', async () => {
    expect(await store.list('empty', 10)).toEqual([]);
    expect(await store.stat('empty/none')).toBeNull();
    await expect(store.get('empty/none')).rejects.toThrow(ObjectMissing);
    await store.remove('empty/none');
    await store.removeFolder('empty/');
    await store.ready();
  });

  it('are given back as they were put, and replaced by the next one', async () => {
    await store.put('sessions/a/session-data.json', Buffer.from('one'));
    await store.put('sessions/a/session-data.json', Buffer.from('two!'));
    expect(await read(store, 'sessions/a/session-data.json')).toBe('two!');
    const info = await store.stat('sessions/a/session-data.json');
    expect(info).toMatchObject({ key: 'sessions/a/session-data.json', sizeBytes: 4 });
    expect(Math.abs(Date.now() - info!.modifiedAt.getTime())).toBeLessThan(60_000);
  });

  it('may be empty, and as long as streams are', async () => {
    const long = randomBytes(3_000_000);
    await store.put('long/empty', Readable.from([]));
    await store.put('long/stream', inPieces(long));
    await store.put('long/buffer', long);
    expect(await read(store, 'long/empty')).toBe('');
    for (const key of ['long/stream', 'long/buffer']) {
      expect((await buffer(await store.get(key))).equals(long)).toBe(true);
    }
    expect(spooled()).toEqual([]);
  });

  it('are read in parts', async () => {
    await store.put('parts/alphabet', Buffer.from('abcdefghij'));
    expect(await read(store, 'parts/alphabet', { offset: 0, length: 3 })).toBe('abc');
    expect(await read(store, 'parts/alphabet', { offset: 3, length: 4 })).toBe('defg');
    expect(await read(store, 'parts/alphabet', { offset: 9, length: 1 })).toBe('j');
  });

  it('are listed by folders, in pages, in the order of their keys', async () => {
    const keys = ['list/a/1', 'list/a/2', 'list/b', 'list/c.json', 'list/d/e/f'];
    for (const key of [...keys].reverse()) await store.put(key, Buffer.from(key));
    await store.put('listen/not-this', Buffer.from('x'));
    const first = await store.list('list/', 3);
    expect(first.map(({ key }) => key)).toEqual(keys.slice(0, 3));
    expect(first.map(({ sizeBytes }) => sizeBytes)).toEqual([8, 8, 6]);
    expect(Number.isFinite(first[0]!.modifiedAt.getTime())).toBe(true);
    expect((await store.list('list', 3, 'list/b')).map(({ key }) => key)).toEqual(keys.slice(3));
    expect((await store.list('list/a', 10)).map(({ key }) => key)).toEqual(['list/a/1', 'list/a/2']);
  });

  it('are removed one by one and by folders', async () => {
    for (const key of ['gone/one', 'gone/two', 'gone/deep/three', 'gone-not']) await store.put(key, Buffer.from(key));
    await store.remove('gone/one');
    expect((await store.list('gone', 10)).map(({ key }) => key)).toEqual(['gone/deep/three', 'gone/two']);
    await store.removeFolder('gone');
    expect(await store.list('gone', 10)).toEqual([]);
    expect(await read(store, 'gone-not')).toBe('gone-not');
  });

  it('are not there when their stream broke off, and the one before them stays', async () => {
    await store.put('broken/object', Buffer.from('the old one'));
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(200_000);
        throw new Error('the sender went away');
      })(),
    );
    await expect(store.put('broken/object', broken)).rejects.toThrow('the sender went away');
    expect(await read(store, 'broken/object')).toBe('the old one');
    expect(spooled()).toEqual([]);
  });

  it('have keys that leave their folder in no way', async () => {
    const wrong = [
      '../up',
      'a/../b',
      '/root',
      'a//b',
      'a/',
      '',
      'a/.hidden',
      'a\\b',
      'a b',
      'a\0',
      'é',
      'a'.repeat(600),
    ];
    for (const key of wrong) {
      await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(RangeError);
      await expect(store.get(key)).rejects.toThrow(RangeError);
      await expect(store.remove(key)).rejects.toThrow(RangeError);
    }
    for (const folder of ['..', '', '/', 'a/..']) await expect(store.removeFolder(folder)).rejects.toThrow(RangeError);
  });

  it('are sealed, and opened whole and in parts', async () => {
    const sealed = new SealedObjects(store, { keyring: Keyring.of(randomBytes(32)) } as AppConfig);
    const plain = Buffer.concat([Buffer.from('canary'), randomBytes(150_000)]);
    const key = 'media/1/images/original';
    const object = { key, bodyKey: await sealed.put(key, inPieces(plain)), sizeBytes: plain.length };
    expect((await buffer(await store.get(key))).includes('canary')).toBe(false);
    expect((await buffer(await sealed.open(object))).equals(plain)).toBe(true);
    const part = await buffer(await sealed.open(object, { offset: 70_000, length: 9 }));
    expect(part.equals(plain.subarray(70_000, 70_009))).toBe(true);
    await expect(sealed.open({ ...object, bodyKey: randomBytes(61) })).rejects.toThrow();
  });

  it('carry their key when they are to outlive the database, and open in their own place only', async () => {
    const sealed = new SealedObjects(store, { keyring: Keyring.of(randomBytes(32)) } as AppConfig);
    await sealed.putWithKey('exports/2026-01-01.json', Readable.from([Buffer.from('{"text":"canary"}')]));
    expect((await buffer(await sealed.openWithKey('exports/2026-01-01.json'))).toString()).toBe('{"text":"canary"}');
    const kept = await buffer(await store.get('exports/2026-01-01.json'));
    expect(kept.includes('canary')).toBe(false);
    await store.put('exports/2026-01-02.json', kept);
    await expect(sealed.openWithKey('exports/2026-01-02.json')).rejects.toThrow();
    await store.put('exports/2026-01-01.json', kept.subarray(0, -1));
    await expect(sealed.openWithKey('exports/2026-01-01.json').then(buffer)).rejects.toThrow();
  });
});

describe('objects kept in files', () => {
  it('are nobody else’s to read', async () => {
    await stores['files']!.put('private/folder/object', Buffer.from('x'));
    const modeOf = (path: string) => statSync(join(root, 'files', path)).mode & 0o777;
    expect([modeOf('private/folder/object'), modeOf('private/folder'), modeOf('temp/uploads')]).toEqual([
      0o600, 0o700, 0o700,
    ]);
  });

  it('leave no uploads of a crash behind for longer than a day', async () => {
    const folder = join(root, 'files', 'temp', 'uploads');
    for (const name of ['of-yesterday', 'of-now']) writeFileSync(join(folder, name), 'x');
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(folder, 'of-yesterday'), yesterday, yesterday);
    expect(await spool.clean(24 * 3_600_000)).toBe(1);
    expect(spooled()).toEqual(['of-now']);
    rmSync(join(folder, 'of-now'));
  });
});

describe('an S3 server', () => {
  it('that is stopped makes calls fail soon, and its objects are back with it', async () => {
    const store = stores['S3']!;
    await store.put('outage/before', Buffer.from('kept'));
    await server.stop();
    for (const call of [
      () => store.put('outage/small', Buffer.from('x')),
      () => store.put('outage/stream', Readable.from([randomBytes(100)])),
      () => store.get('outage/before'),
      () => store.stat('outage/before'),
      () => store.list('outage', 10),
      () => store.removeFolder('outage'),
      () => store.ready(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    await server.up();
    expect(await read(store, 'outage/before')).toBe('kept');
    expect(spooled()).toEqual([]);
  });

  it('that never answers is given up within the limit of silence', async () => {
    const silent = createServer((socket) => socket.resume().on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const store = new S3Store({ ...configOf(server), port }, spool, 200);
    await expect(store.put('silent/small', Buffer.from('x'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.put('silent/stream', inPieces(randomBytes(2_000_000)))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await expect(store.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    store.close();
    silent.close();
  });

  it('with another secret refuses, and that is no missing object', async () => {
    const store = new S3Store({ ...configOf(server), secretKey: 'another-one' }, spool);
    await expect(store.stat('outage/before')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.put('outage/stream', inPieces(randomBytes(100_000)))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    store.close();
  });
});
