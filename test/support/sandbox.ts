import { eventually } from './eventually.js';
import { type Answer, request } from './http.js';
import { jsonLine, Program } from './program.js';

export interface SeenMessage {
  id: string;
  from: string;
  to: string;
  text: string;
  attempts: number;
  decryptFailures: number;
  refusals: number;
  serverAcked: boolean;
  deliveredAt?: string;
  readAt?: string;
  decryptError?: string;
  receipts: { device: number; type: string; at: string }[];
}

export interface Contact {
  phoneNumber: string;
  jid: string;
  lid: string;
  name: string;
}

/** The simulated WhatsApp, as a process of its own. */
export class Sandbox {
  private constructor(
    private readonly program: Program,
    readonly url: string,
    readonly wsUrl: string,
    /** Who signs the certificate of its server for files. */
    readonly caFile: string,
  ) {}

  static async start(args: string[] = []): Promise<Sandbox> {
    const program = Program.run('dist/sandbox/main.js', { args: args.length > 0 ? args : ['--port', '0'] });
    const { url, wsUrl, caFile } = await program.line('its URLs', jsonLine);
    return new Sandbox(program, String(url), String(wsUrl), String(caFile));
  }

  stop(): Promise<unknown> {
    return this.program.end('SIGTERM');
  }

  /** Calls the sandbox's own API and fails on any answer that is no success. */
  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const answer: Answer<T> = await request<T>(method, this.url + path, { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A phone with a random number scans the QR code; gives the number. */
  async scan(qr: string): Promise<string> {
    const { phoneNumber } = await this.call<{ phoneNumber: string }>('POST', '/admin/mock-phone/scan-qr', qr);
    return phoneNumber;
  }

  contact(options: Record<string, unknown> = {}): Promise<Contact> {
    return this.call<Contact>('POST', '/contacts', options);
  }

  async say(from: string, to: string, text: string): Promise<string> {
    const { messageId } = await this.call<{ messageId: string }>('POST', `/contacts/${from}/messages`, { to, text });
    return messageId;
  }

  async messages(query: Record<string, string> = {}): Promise<SeenMessage[]> {
    const search = new URLSearchParams({ limit: '1000', ...query });
    return (await this.call<{ messages: SeenMessage[] }>('GET', `/messages?${search}`)).messages;
  }

  /** Waits until the server has seen a message with this id, and gives it. */
  seen(id: string): Promise<SeenMessage> {
    return eventually(`message ${id} at WhatsApp`, async () => (await this.messages({ id }))[0]);
  }

  fault(phoneNumber: string, body: Record<string, unknown>): Promise<unknown> {
    return this.call('POST', `/phones/${phoneNumber}/faults`, body);
  }

  /** Whether the gateway's device of a phone has a connection now. */
  async isOnline(phoneNumber: string): Promise<boolean> {
    const { devices } = await this.call<{ devices: { online: boolean }[] }>('GET', `/phones/${phoneNumber}`);
    return devices.some((device) => device.online);
  }
}
