import { Pool } from 'undici';
import { eventually } from './eventually.mjs';
import { Program } from './program.mjs';

const READY_LIMIT_MS = 120_000;

/** The simulated WhatsApp, one for all that is measured. */
export class Sandbox {
  static async start(nodeArgs) {
    const program = new Program('dist/sandbox/main.js', { args: ['--port', '0'], nodeArgs });
    const { url, wsUrl, caFile } = await program.firstLine();
    return Object.assign(new Sandbox(), { program, url, wsUrl, caFile, http: new Pool(url, { connections: 16 }) });
  }

  get pid() {
    return this.program.pid;
  }

  /** What the product has to be told to use it: its address, and who signs for its files. */
  get env() {
    return { WHATSAPP_WS_URL: this.wsUrl, NODE_EXTRA_CA_CERTS: this.caFile };
  }

  /** A fresh phone scans the QR code and is there when the client has logged in; gives its number. */
  async scan(qr) {
    return (await this.call('POST', '/admin/mock-phone/scan-qr', qr)).phoneNumber;
  }

  /** A person who takes messages; gives the number. */
  async contact() {
    return (await this.call('POST', '/contacts', '{}')).phoneNumber;
  }

  /** Waits until every one of these phones has a client that is logged in and takes messages. */
  ready(phoneNumbers) {
    return eventually('client of every phone', READY_LIMIT_MS, async () => {
      const { connections } = await this.call('GET', '/connections');
      const ready = new Set(connections.filter((each) => each.ready).map((each) => each.phoneNumber));
      return phoneNumbers.every((phoneNumber) => ready.has(phoneNumber));
    });
  }

  async stop() {
    await this.http.close();
    await this.program.end();
  }

  async call(method, path, body) {
    const { statusCode, body: answer } = await this.http.request({ method, path, body });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`sandbox: ${method} ${path}: ${statusCode} ${text}`);
    return JSON.parse(text);
  }
}
