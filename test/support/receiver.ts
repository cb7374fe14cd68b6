import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.js';

export interface Delivery {
  headers: IncomingHttpHeaders;
  /** The bytes as they came, for signatures. */
  raw: string;
  body: Record<string, unknown>;
  at: number;
}

/** More than a status: with headers, with so many bytes, late, never, or by closing the connection. */
export interface LongReply {
  status?: number;
  headers?: Record<string, string>;
  bytes?: number;
  afterMs?: number;
  instead?: 'hang' | 'close';
}

/** What to answer to a delivery; 200 unless told otherwise. */
export type Reply = (delivery: Delivery) => number | LongReply;

/** A customer's webhook endpoint: keeps what it gets and answers as told. */
export class Receiver {
  /** Those that were answered with success, when the answer was given. */
  readonly deliveries: Delivery[] = [];
  /** All requests, whatever the answer was. */
  readonly requests: Delivery[] = [];
  reply: Reply = () => 200;

  private constructor(
    private server: Server,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server, await listen(server, 0));
    receiver.serve();
    return receiver;
  }

  /** Those deliveries that were answered with success and have these fields. */
  matching(fields: Record<string, unknown>): Delivery[] {
    return this.deliveries.filter(({ body }) => Object.entries(fields).every(([name, value]) => body[name] === value));
  }

  /** Waits for the first delivery with these fields. */
  delivery(fields: Record<string, unknown>, limitMs?: number): Promise<Delivery> {
    return eventually(`delivery with ${JSON.stringify(fields)}`, () => this.matching(fields)[0], limitMs);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Listens again, at the same address. */
  async resume(): Promise<void> {
    this.server = createServer();
    await listen(this.server, this.port);
    this.serve();
  }

  private serve(): void {
    this.server.on('request', (incoming, answer) => {
      let raw = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
      incoming.on('end', () => {
        // Whoever takes the address for that of a file asks without a body.
        const body = JSON.parse(raw || '{}') as Record<string, unknown>;
        const delivery = { headers: incoming.headers, raw, body, at: Date.now() };
        this.requests.push(delivery);
        const reply = this.reply(delivery);
        void this.answer(answer, delivery, typeof reply === 'number' ? { status: reply } : reply);
      });
    });
  }

  private async answer(answer: ServerResponse, delivery: Delivery, reply: LongReply): Promise<void> {
    const { status = 200, headers = {}, bytes = 0, afterMs, instead } = reply;
    if (instead === 'hang') return;
    if (instead === 'close') return void answer.socket?.destroy();
    if (afterMs !== undefined) await sleep(afterMs);
    // Whoever asked has died meanwhile: no success was given.
    if (answer.destroyed) return;
    if (status < 300) this.deliveries.push(delivery);
    answer.writeHead(status, headers).end('x'.repeat(bytes));
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
