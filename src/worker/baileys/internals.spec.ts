import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import makeWASocket, { DEFAULT_CONNECTION_CONFIG, initAuthCreds, type SignalDataSet } from '@whiskeysockets/baileys';
import { WebSocketServer } from 'ws';
import { senderKeyName } from './group-chats.js';
import { hearAtOnce, rawSocket, remembersNoMessages, tap } from './internals.js';
import { prepareRuntime } from './prepare-runtime.js';

/** What this product takes for granted of Baileys 7.0.0-rc14. When a test fails here, read the new Baileys before anything else. */
const require = createRequire(import.meta.url);
const source = (path: string) =>
  readFileSync(require.resolve('@whiskeysockets/baileys').replace(/index\.js$/, path), 'utf8');
const silent = { level: 'silent', child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

describe('Baileys', () => {
  it('is the version that was read', () => {
    const { version } = JSON.parse(source('../package.json')) as { version: string };
    expect(version).toBe('7.0.0-rc14');
  });

  it('has its raw WebSocket at once, and lets others hear stanzas first', () => {
    const server = new WebSocketServer({ port: 0 });
    const { port } = server.address() as { port: number };
    const keys = { get: () => ({}), set: (_data: SignalDataSet) => undefined };
    const auth = { creds: initAuthCreds(), keys };
    const sock = makeWASocket({ auth, logger: silent, waWebSocketUrl: `ws://127.0.0.1:${port}/` });
    const heard: string[] = [];
    expect(typeof rawSocket(sock).send).toBe('function');
    tap(sock, 'CB:test', () => heard.push('second'));
    tap(sock, 'CB:test', () => heard.push('first'));
    sock.ws.emit('CB:test', { tag: 'test', attrs: {} });
    expect(heard).toEqual(['first', 'second']);
    const told: object[] = [];
    hearAtOnce(sock, (event) => told.push(event));
    sock.ev.buffer();
    sock.ev.emit('chats.delete', ['x']);
    expect(told).toEqual([{ 'chats.delete': ['x'] }]);
    remembersNoMessages(sock);
    sock.messageRetryManager?.addRecentMessage('1@s.whatsapp.net', 'A', {});
    expect(sock.messageRetryManager?.getRecentMessage('1@s.whatsapp.net', 'A')).toBeUndefined();
    rawSocket(sock).terminate();
    void sock.end(undefined);
    server.close();
  });

  it('has a memory of messages that can be left empty, asks us for what is not there, and takes nothing else from it', () => {
    const receiving = source('Socket/messages-recv.js');
    expect(receiving).toContain('msg = await getMessage({ ...key, id });');
    expect(receiving.match(/getRecentMessage\(/g)).toHaveLength(1);
    for (const file of ['messages-recv', 'messages-send']) {
      expect(source(`Socket/${file}.js`).match(/messageRetryManager\.addRecentMessage\(/g)).toHaveLength(1);
    }
  });

  it('sends under the transaction of its own id, which our mutex shares', () => {
    expect(source('Socket/messages-send.js')).toMatch(/\}, meId\);/);
    expect(source('Socket/socket.js')).toContain("}, creds?.me?.id || 'upload-pre-keys');");
  });

  it('hands the ciphertext of a stanza to the repository as it is, by which we find the stanza', () => {
    expect(source('Utils/decode-wa-message.js')).toMatch(/ciphertext: content/);
    expect(source('Utils/decode-wa-message.js')).toMatch(/msg: content/);
  });

  it('takes messages that bear `offline` one after the other, and looks at it nowhere else', () => {
    const receiving = source('Socket/messages-recv.js');
    expect(receiving).toContain('const isOffline = !!node.attrs.offline;');
    expect(receiving).toContain('offlineNodeProcessor.enqueue(type, node);');
    expect(receiving.match(/node\.attrs\.offline/g)).toHaveLength(2);
    expect(source('Utils/offline-node-processor.js')).toContain('await nodeProcessor(node)');
  });

  it('keeps our sender key of a group, and who holds it, under the names that we forget', () => {
    expect(source('Signal/Group/sender-key-name.js')).toContain(
      '`${this.groupId}::${this.sender.id}::${this.sender.deviceId}`',
    );
    expect(source('Socket/messages-send.js')).toContain(
      "authState.keys.set({ 'sender-key-memory': { [jid]: senderKeyMap } })",
    );
    expect(senderKeyName('1@g.us', '111_1.5')).toBe('1@g.us::111_1::5');
  });

  it('keeps the number behind a LID where we look for it', () => {
    expect(source('Signal/lid-mapping.js')).toContain('batchData[`${lidUser}_reverse`] = pnUser;');
  });

  it('tells of events by the emitter that others can listen at, before it buffers them', () => {
    expect(source('Socket/chats.js')).toMatch(/processSyncAction\(mutation, ev, /);
    expect(source('Utils/chat-utils.js')).toContain("ev.emit('chats.update'");
    expect(source('Socket/socket.js')).toContain('const ev = makeEventBuffer(logger);');
  });

  it('has the stock repository in its default configuration', () => {
    expect(typeof DEFAULT_CONNECTION_CONFIG.makeSignalRepository).toBe('function');
  });

  it('signs by the curve that can be replaced, and the WASM one agrees with it', async () => {
    const curve = require('libsignal/src/curve.js') as Record<string, unknown>;
    const { calculateSignature, verifySignature } = curve;
    const warnings: string[] = [];
    const log = {
      debug() {},
      info() {},
      error() {},
      warn: (_fields: object, message: string) => void warnings.push(message),
    };
    await prepareRuntime({ wasmSignatures: true }, log);
    expect(warnings).toEqual([]);
    expect(curve['calculateSignature']).not.toBe(calculateSignature);
    Object.assign(curve, { calculateSignature, verifySignature });
  });
});
