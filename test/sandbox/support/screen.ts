import { eventually } from './eventually.js';
import type { Json } from './api.js';

/** Reads the changes of a screen as they come. */
export class ScreenReader {
  readonly changes: Json[] = [];
  private readonly leaving = new AbortController();

  static async open(url: string, phoneNumber: string): Promise<ScreenReader> {
    const reader = new ScreenReader();
    const response = await fetch(`${url}/people/${phoneNumber}/changes`, { signal: reader.leaving.signal });
    void reader.read(response.body!).catch(() => undefined);
    return reader;
  }

  saw(expected: Json): Promise<Json> {
    const fits = (change: Json) => Object.entries(expected).every(([name, value]) => change[name] === value);
    return eventually(`change ${JSON.stringify(expected)}`, () => this.changes.find(fits));
  }

  close(): void {
    this.leaving.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      const events = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) if (event.startsWith('data: ')) this.changes.push(JSON.parse(event.slice(6)) as Json);
    }
  }
}
