import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/index.js';
import { Api } from './api.js';
import type { Auth } from './auth.js';
import { Client } from './client.js';

const LONG_MS = 1000;

/** A sandbox of its own for a test file, with everything started through it. */
export class Stage {
  private readonly clients: Client[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly api: Api,
  ) {}

  static async open(options: SandboxOptions = {}): Promise<Stage> {
    muteLibsignal();
    letTheProcessEnd();
    const sandbox = await startSandbox(options);
    return new Stage(sandbox, new Api(sandbox.url));
  }

  client(auth?: Auth, config?: Partial<UserFacingSocketConfig>): Client {
    const client = Client.start(this.sandbox.wsUrl, auth, config);
    this.clients.push(client);
    return client;
  }

  /** A client paired by QR with a fresh phone, connected. */
  async paired(config?: Partial<UserFacingSocketConfig>): Promise<Client> {
    const client = this.client(undefined, config);
    const { phoneNumber } = await this.api.post<{ phoneNumber: string }>('/phones');
    await this.api.post(`/phones/${phoneNumber}/scan`, { qr: await client.shownQr() });
    return client.opened();
  }

  async contact(settings: object = {}): Promise<{ phoneNumber: string; jid: string; lid: string }> {
    return this.api.post('/contacts', settings);
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.stop();
    await this.sandbox.close();
  }
}

/** The library under Baileys prints sessions with their private keys. */
function muteLibsignal(): void {
  console.info = console.warn = console.error = () => undefined;
}

const usualTimeout = globalThis.setTimeout;

/** Baileys leaves timers behind when a socket ends, of 30 s with every pre-key upload (Socket/socket.js); nobody waits for them. */
function letTheProcessEnd(): void {
  const unreferenced = (...args: Parameters<typeof setTimeout>) => {
    const timer = usualTimeout(...args);
    if ((args[1] ?? 0) >= LONG_MS) timer.unref();
    return timer;
  };
  globalThis.setTimeout = Object.assign(unreferenced, usualTimeout);
}
