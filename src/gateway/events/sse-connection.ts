import type { ServerResponse } from 'node:http';

/** A reader that takes nothing for so long is cut off; it can come back and go on where it was. */
const DRAIN_LIMIT_MS = 10_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // An ended stream must not leave a connection behind that a stopping server would wait for.
  connection: 'close',
  // nginx would collect events until a buffer is full.
  'x-accel-buffering': 'no',
};

/** An answer that goes on: Server-Sent Events. Nothing is kept for a slow reader but what its socket takes. */
export class SseConnection {
  private readonly closing: Promise<void>;
  private closed = false;

  constructor(private readonly response: ServerResponse) {
    this.closing = new Promise((resolve) => {
      const close = () => {
        this.closed = true;
        resolve();
      };
      response.once('close', close).once('error', close);
    });
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Sends the head, with the headers that were set for the answer before; `retryMs` is how soon a reader should come back. */
  open(headers: Record<string, string | number | string[] | undefined>, retryMs: number): Promise<void> {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) this.response.setHeader(name, value);
    this.response.writeHead(200, HEADERS);
    return this.write(`retry: ${retryMs}\n\n`);
  }

  send(id: number, data: unknown): Promise<void> {
    return this.write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Shows proxies, and ourselves, that the connection lives. */
  beat(): Promise<void> {
    return this.write(':\n\n');
  }

  end(): void {
    if (!this.closed) this.response.end();
    this.closed = true;
  }

  /** Calls back once when the reader has gone. */
  onClose(callBack: () => void): void {
    void this.closing.then(callBack);
  }

  /** Returns when there is room for more; cuts the reader off when that takes too long. */
  private async write(text: string): Promise<void> {
    if (this.closed || this.response.write(text)) return;
    const timer = setTimeout(() => this.response.destroy(), DRAIN_LIMIT_MS);
    const drained = new Promise<void>((resolve) => this.response.once('drain', resolve));
    await Promise.race([drained, this.closing]);
    clearTimeout(timer);
  }
}
