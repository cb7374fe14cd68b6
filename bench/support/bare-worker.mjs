// What everything is compared with: plain Baileys with its keys in memory, and nothing else. A program of its own; bare-baileys.mjs
// calls its functions by messages.
import { deserialize, serialize } from 'node:v8';
import makeWASocket, { initAuthCreds } from '@whiskeysockets/baileys';
import { Pool } from 'undici';
import { atRate, inFlight } from './load.mjs';

const PAIRINGS_AT_ONCE = 4;
const OPEN_LIMIT_MS = 60_000;
const ACK_LIMIT_MS = 30_000;
/** After pairing WhatsApp asks for a new connection. */
const RESTART_REQUIRED = 515;

const [sandboxUrl, wsUrl] = process.argv.slice(2);
const http = new Pool(sandboxUrl, { connections: 16 });
const accounts = [];
let forwarded;

// libsignal prints sessions with their keys.
console.info = console.warn = console.error = () => undefined;
const nothing = () => undefined;
const silent = { level: 'silent', child: () => silent };
for (const level of ['trace', 'debug', 'info', 'warn', 'error']) silent[level] = nothing;

async function sandbox(path, body) {
  const answer = await http.request({ method: 'POST', path, body });
  if (answer.statusCode >= 300) throw new Error(`sandbox: ${path}: ${answer.statusCode}`);
  return answer.body.json();
}

function memoryStore(keys) {
  return {
    get: (type, ids) => Object.fromEntries(ids.map((id) => [id, keys.get(`${type} ${id}`)])),
    set: (changes) => {
      for (const [type, byId] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(byId)) {
          if (value === null || value === undefined) keys.delete(`${type} ${id}`);
          else keys.set(`${type} ${id}`, value);
        }
      }
    },
  };
}

class Account {
  constructor({ creds = initAuthCreds(), keys = new Map(), contact } = {}) {
    Object.assign(this, { creds, keys, contact });
    this.acks = new Map();
    this.groups = new Map();
  }

  /** Until it is logged in; `onQr` is shown the code when there is no pairing yet. */
  open(onQr = nothing) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no connection within 60 s')), OPEN_LIMIT_MS);
      const opened = () => {
        clearTimeout(timer);
        resolve();
      };
      this.connect(onQr, opened);
    });
  }

  connect(onQr, opened) {
    const auth = { creds: this.creds, keys: memoryStore(this.keys) };
    const cachedGroupMetadata = (jid) => this.groups.get(jid);
    const options = { waWebSocketUrl: wsUrl, logger: silent, markOnlineOnConnect: false, cachedGroupMetadata };
    this.socket = makeWASocket({ auth, ...options });
    this.socket.ev.on('creds.update', (update) => Object.assign(this.creds, update));
    this.socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr) onQr(qr);
      if (connection === 'open') opened();
      const restart = lastDisconnect?.error?.output?.statusCode === RESTART_REQUIRED;
      if (connection === 'close' && restart) this.connect(nothing, opened);
    });
    this.socket.ws.on('CB:ack,class:message', ({ attrs }) => {
      this.acks.get(attrs.id)?.();
      this.acks.delete(attrs.id);
    });
  }

  async pair() {
    let scanned;
    await this.open((qr) => (scanned ??= sandbox('/admin/mock-phone/scan-qr', qr)));
    this.contact = (await sandbox('/contacts', '{}')).jid;
  }

  /** Until WhatsApp's server has acknowledged it. */
  async send(to = this.contact) {
    if (to.endsWith('@g.us') && !this.groups.has(to)) this.groups.set(to, await this.socket.groupMetadata(to));
    const messageId = `BENCH${process.hrtime.bigint().toString(16).toUpperCase()}`;
    const acknowledged = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no ack within 30 s')), ACK_LIMIT_MS);
      this.acks.set(messageId, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await this.socket.sendMessage(to, { text: 'Your order is ready.' }, { messageId });
    await acknowledged;
  }

  get phoneNumber() {
    return this.creds.me.id.split(/[:@]/)[0];
  }
}

const functions = {
  /** Pairs until there are so many accounts; gives their numbers. */
  async pairUpTo(count) {
    await inFlight(PAIRINGS_AT_ONCE, count - accounts.length, async () => {
      const account = new Account();
      await account.pair();
      accounts.push(account);
    });
    return accounts.map(({ phoneNumber }) => phoneNumber);
  },

  /** So many messages, in turn by the first `sessions` accounts, to their contacts or `to`: so many in flight, or so many a second. */
  send({ sessions, count, limit, perSecond, to }) {
    const send = (i) => accounts[i % sessions].send(to);
    return perSecond === undefined ? inFlight(limit, count, send) : atRate(perSecond, count, send);
  },

  /** Posts every text that the first account receives to a URL, as plainly as can be. */
  forward(url) {
    const receiver = new Pool(new URL(url).origin, { connections: 16 });
    const headers = { 'content-type': 'application/json' };
    forwarded = async ({ messages }) => {
      for (const { message } of messages) {
        const body = JSON.stringify({ text: message?.conversation || message?.extendedTextMessage?.text });
        const answer = await receiver.request({ method: 'POST', path: '/', headers, body });
        await answer.body.dump();
      }
    };
    accounts[0].socket.ev.on('messages.upsert', forwarded);
  },

  /** Before the receiver goes away. */
  endForwarding() {
    accounts[0].socket.ev.off('messages.upsert', forwarded);
  },

  /** What a store would keep. */
  save() {
    return accounts.map(({ creds, keys, contact }) => serialize({ creds, keys, contact }));
  },

  async restore(saved) {
    accounts.push(...saved.map((account) => new Account(deserialize(account))));
    await Promise.all(accounts.map((account) => account.open()));
  },
};

process.on('message', async ({ id, name, args }) => {
  try {
    process.send({ id, result: await functions[name](args) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on('disconnect', () => process.exit());
