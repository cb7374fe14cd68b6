/** What a stream of Server-Sent Events said. */
export interface StreamMessage {
  /** Undefined where the server gave none. */
  id: string | undefined;
  data: string;
}

/**
 * Reads `text/event-stream` (WHATWG HTML, 9.2.6) as it comes in. A piece may end anywhere; what is not complete is kept for the next
 * one. Comments, which are heartbeats, give nothing.
 */
export class SseParser {
  private rest = '';

  /** The messages that are complete with this piece. */
  take(piece: string): StreamMessage[] {
    const blocks = (this.rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.map(readBlock).filter((message) => message !== null);
  }
}

function readBlock(block: string): StreamMessage | null {
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === 'id') id = value;
    if (name === 'data') data.push(value);
  }
  return data.length === 0 ? null : { id, data: data.join('\n') };
}
