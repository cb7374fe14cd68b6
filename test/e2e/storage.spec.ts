import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { type Holder, holdDatabase, query } from '../platform/support/database-holder.js';
import type { Account, PairedSession } from '../support/account.js';
import { Bucket } from '../support/bucket.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Program } from '../support/program.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { Storage } from '../support/storage.js';

const OUTAGE_LIMIT_MS = 40_000;

/** Stands before the S3 server. Held, it takes connections and requests, and nothing comes back. */
class Gate {
  held = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(target: string): Promise<Gate> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const gate = new Gate(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => {
      const far = connect(Number(target.split(':')[1]), '127.0.0.1');
      for (const socket of [near, far]) {
        gate.sockets.add(socket);
        socket.on('error', () => near.destroy()).on('close', () => gate.sockets.delete(socket));
      }
      near.pipe(far);
      far.on('data', (bytes) => gate.held || near.write(bytes)).on('end', () => near.end());
    });
    return gate;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

describe('object storage', () => {
  let folder: string;
  let database: Holder;
  let storage: Storage;
  let gate: Gate;
  let bucket: Bucket;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let gateway: Gateway;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagate-storage-'));
    database = await holdDatabase(folder);
    storage = await Storage.start(join(folder, 's3'));
    gate = await Gate.before(storage.env['MINIO_ENDPOINT']!);
    bucket = new Bucket(storage.env);
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    const env = { ...storage.env, MINIO_ENDPOINT: `127.0.0.1:${gate.port}`, DATABASE_URL: database.url };
    gateway = await Gateway.start(sandbox.wsUrl, env);
    user = await gateway.register();
    shop = await user.pair(sandbox, { sessionId: 'shop', webhookUrl: receiver.url });
    bob = await sandbox.contact({ name: 'Bob' });
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
    gate?.close();
    await storage?.stop();
    await database?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const snapshots = () => bucket.keys('sessions/shop/auth_info_baileys/');
  const ready = () => gateway.call('GET', '/ready');

  /** One text in each direction, all the way. */
  async function talk(text: string): Promise<void> {
    const received = await sandbox.say(bob.phoneNumber, shop.phoneNumber, `in: ${text}`);
    await user.messageStatus('shop', await user.send('shop', bob.jid, `out: ${text}`), 'DELIVERED');
    await receiver.delivery({ event: 'message_received', messageId: received });
  }

  async function backWithoutQr(): Promise<void> {
    await eventually('the device online', () => sandbox.isOnline(shop.phoneNumber), OUTAGE_LIMIT_MS);
    await user.status('shop', 'CONNECTED', OUTAGE_LIMIT_MS);
    const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${shop.phoneNumber}`);
    expect(devices).toHaveLength(1);
  }

  async function degraded(): Promise<void> {
    const { status, body } = await ready();
    expect([status, body]).toEqual([200, { status: 'degraded', failing: ['storage'] }]);
    const { body: detailed } = await gateway.call<{ status: string; checks: unknown[] }>('GET', '/health/detailed');
    expect(detailed.status).toBe('degraded');
    expect(detailed.checks).toContainEqual(expect.objectContaining({ name: 'storage', status: 'failing' }));
    expect(detailed.checks).toContainEqual(expect.objectContaining({ name: 'database', status: 'ok' }));
  }

  it('has a snapshot and the card of a session soon, and nothing of it that can be read', async () => {
    await talk('canary');
    await gateway.stop();
    await gateway.up();
    await backWithoutQr();
    const [snapshot] = await eventually('a snapshot', async () => {
      const keys = await snapshots();
      return keys.length > 0 && keys;
    });
    const bytes = await bucket.read(snapshot!);
    for (const secret of ['canary', bob.phoneNumber, shop.phoneNumber]) expect(bytes.includes(secret)).toBe(false);
    const card = await eventually('the card', async () => {
      const found = JSON.parse(String(await bucket.read('sessions/shop/session-data.json'))) as { status: string };
      return found.status === 'CONNECTED' && found;
    });
    expect(Object.keys(card).sort()).toEqual(['createdAt', 'reason', 'sessionId', 'status', 'updatedAt', 'userId']);
    expect((await ready()).body).toEqual({ status: 'ok' });
  });

  it('that is stopped stops no text and no take-over, and the snapshots catch up', async () => {
    await storage.stop();
    await eventually('a degraded gateway', async () => (await ready()).body['status'] === 'degraded');
    await degraded();
    await talk('without storage');
    await gateway.stop();
    await gateway.up();
    await backWithoutQr();
    await gateway.kill();
    await gateway.up();
    await backWithoutQr();
    await talk('after two restarts');
    await storage.up();
    const before = await snapshots();
    await eventually('a newer snapshot', async () => (await snapshots()).some((key) => !before.includes(key)), 60_000);
    await eventually('a ready gateway', async () => (await ready()).body['status'] === 'ok');
  });

  it('that never answers stops no text and no take-over, and the snapshots catch up', async () => {
    gate.held = true;
    await eventually('a degraded gateway', async () => (await ready()).body['status'] === 'degraded');
    await degraded();
    await talk('with a silent storage');
    expect((await gateway.stop()).code).toBe(0);
    await gateway.up();
    await backWithoutQr();
    await talk('after a restart');
    gate.held = false;
    const before = await snapshots();
    await eventually('a newer snapshot', async () => (await snapshots()).some((key) => !before.includes(key)), 60_000);
    await eventually('a ready gateway', async () => (await ready()).body['status'] === 'ok');
  });

  it('has the messages of yesterday, encrypted, and the gateway reads them back', async () => {
    await talk('to be exported');
    const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
    const wanted = ['in: to be exported', 'out: to be exported'];
    for (const text of wanted) {
      const id = v7({ msecs: Date.parse(`${yesterday}T12:00:00Z`) });
      await query(database.url, `update message set id = '${id}' where text = '${text}'`);
    }
    await query(database.url, `update session_archive set next_day = '${yesterday}'`);
    const { exports } = await eventually('the export', async () => {
      const answer = await user.get<{ exports: { day: string; sizeBytes: number }[] }>('/sessions/shop/exports');
      return answer.exports.length > 0 && answer;
    });
    expect(exports.map(({ day }) => day)).toEqual([yesterday]);
    const { body, headers } = await user.call<{ messages: { text: string }[] }>(
      'GET',
      `/sessions/shop/exports/${yesterday}`,
    );
    expect(body).toMatchObject({ sessionId: 'shop', day: yesterday });
    expect(body.messages.map(({ text }) => text).sort()).toEqual(wanted);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="shop-${yesterday}.json"`);
    const kept = await bucket.read(`sessions/shop/messages/${yesterday}.json`);
    expect(kept.includes('to be exported')).toBe(false);
  });

  it('has exports that are read without the database', async () => {
    const { exports } = await user.get<{ exports: { day: string }[] }>('/sessions/shop/exports');
    const keys = JSON.parse(await readFile(join(gateway.dataDir, 'secrets.json'), 'utf8')) as { encryptionKey: string };
    const env = { ...storage.env, ENCRYPTION_KEY: keys.encryptionKey, DATA_DIR: folder };
    const reading = Program.run('dist/read-export.js', { args: ['shop', exports[0]!.day], env });
    expect((await reading.exited).code).toBe(0);
    const read = await eventually('the export', () => JSON.parse(reading.lines.join('\n')) as object);
    expect(read).toMatchObject({ sessionId: 'shop', day: exports[0]!.day });
    const missing = Program.run('dist/read-export.js', { args: ['shop', '2020-01-01'], env });
    expect((await missing.exited).code).toBe(1);
    await eventually('the reason', () => missing.lines.includes('The export was not read: there is no such export'));
  });

  it('answers for no other day, and to no other user', async () => {
    for (const day of ['2020-01-01', 'today', '2020-13-01', '..%2Fsession-data']) {
      const answer = await user.call('GET', `/sessions/shop/exports/${day}`);
      expect([day, answer.status, answer.body['code']]).toEqual([day, 404, 'EXPORT_NOT_FOUND']);
    }
    const other = await gateway.register();
    for (const path of ['/sessions/shop/exports', '/sessions/shop/exports/2020-01-01']) {
      expect((await other.call('GET', path)).body['code']).toBe('SESSION_NOT_FOUND');
    }
  });

  it('has nothing of a session that was deleted', async () => {
    expect((await bucket.keys('sessions/shop/')).length).toBeGreaterThan(0);
    expect((await user.call('DELETE', '/sessions/shop')).status).toBe(200);
    await eventually('an empty folder', async () => (await bucket.keys('sessions/shop/')).length === 0, 30_000);
  });
});
