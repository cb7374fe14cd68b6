import { Readable } from 'node:stream';

/**
 * The first bytes of a stream, `size` or all of them, and the whole stream again, the first bytes included. Nothing is read
 * beyond them until the second is read. Throws what the stream throws; closing the second closes the first.
 */
export async function withHead(source: Readable, size: number): Promise<{ head: Buffer; body: Readable }> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
  const first: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const { done, value } = await chunks.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const all = async function* () {
    yield* first.splice(0);
    yield* chunks;
  };
  const body = Readable.from(all(), { objectMode: false });
  // A generator that was never begun has nothing to clean up: the source is closed from here.
  body.once('close', () => source.destroy());
  return { head: Buffer.concat(first).subarray(0, size), body };
}
