import type { Account } from './account.js';
import { eventually } from './eventually.js';

export interface StreamedEvent {
  /** What a reader shows to go on after this event. */
  lastEventId: string;
  data: Record<string, unknown>;
}

/** A program that reads Server-Sent Events. */
export class EventReader {
  readonly events: StreamedEvent[] = [];
  readonly comments: string[] = [];
  ended = false;
  private readonly abort = new AbortController();

  private constructor(readonly response: Response) {
    void this.read();
  }

  static async open(url: string, headers: Record<string, string>): Promise<EventReader> {
    return new EventReader(await fetch(url, { headers }));
  }

  static of(account: Account, baseUrl: string, query = '', lastEventId?: string): Promise<EventReader> {
    const from = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    return EventReader.open(`${baseUrl}/api/v1/events/stream${query}`, { ...account.headers, ...from });
  }

  /** Waits for an event with these fields. */
  event(fields: Record<string, unknown>, limitMs?: number): Promise<StreamedEvent> {
    const fits = ({ data }: StreamedEvent) => Object.entries(fields).every(([name, value]) => data[name] === value);
    return eventually(`event with ${JSON.stringify(fields)}`, () => this.events.find(fits), limitMs);
  }

  async close(): Promise<void> {
    this.abort.abort();
    await eventually('the end of the stream', () => this.ended);
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    const reader = this.response.body!.getReader();
    this.abort.signal.addEventListener('abort', () => void reader.cancel());
    let text = '';
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
        const frames = text.split('\n\n');
        text = frames.pop() ?? '';
        for (const frame of frames) this.take(frame);
      }
    } catch (error) {
      this.comments.push(String(error));
    }
    this.ended = true;
  }

  private take(frame: string): void {
    const fields = new Map(frame.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
    const data = fields.get('data');
    if (data === undefined) this.comments.push(frame);
    else this.events.push({ lastEventId: fields.get('id') ?? '', data: JSON.parse(data) as Record<string, unknown> });
  }
}
