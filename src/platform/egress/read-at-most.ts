import type { Readable } from 'node:stream';

/**
 * The first `limit` bytes of a stream; the rest is dropped with the stream. A stream that breaks off gives what came: who
 * reads an answer for its status has that already.
 */
export async function readAtMost(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const firstBytes = () => Buffer.concat(chunks).subarray(0, limit);
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
    return firstBytes();
  } catch {
    return firstBytes();
  }
}
