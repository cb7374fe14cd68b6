import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.js';

export interface Delivery {
  headers: IncomingHttpHeaders;
  /** The bytes as they came, for signatures. */
  raw: string;
  body: Record<string, unknown>;
  at: number;
}

/** What to answer to a delivery; 200 unless told otherwise. */
export type Reply = (delivery: Delivery) => number;

/** A customer's webhook endpoint: keeps what it gets and answers as told. */
export class Receiver {
  readonly deliveries: Delivery[] = [];
  reply: Reply = () => 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer((incoming, answer) => {
      let raw = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
      incoming.on('end', () => {
        const delivery = {
          headers: incoming.headers,
          raw,
          body: JSON.parse(raw) as Record<string, unknown>,
          at: Date.now(),
        };
        const status = receiver.reply(delivery);
        if (status < 300) receiver.deliveries.push(delivery);
        answer.writeHead(status).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
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
}
