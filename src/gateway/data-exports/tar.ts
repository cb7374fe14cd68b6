const BLOCK = 512;
const MAX_SIZE = 8 ** 11 - 1;

/** One file of an archive. Its size is told before its bytes. */
export interface TarEntry {
  /** Letters, digits, `.`, `_`, `-` and `/`, 100 characters at most. */
  name: string;
  size: number;
  content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** A tar archive (POSIX ustar), as it is made. Throws when the content of an entry is not as long as was said: readers would be lost. */
export async function* tar(entries: AsyncIterable<TarEntry>, now: Date): AsyncGenerator<Buffer> {
  for await (const { name, size, content } of entries) {
    yield header(name, size, now);
    let written = 0;
    for await (const piece of content) {
      written += piece.length;
      yield piece;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes instead of ${size}`);
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function header(name: string, size: number, now: Date): Buffer {
  if (!/^[\w./-]{1,100}$/.test(name) || size > MAX_SIZE)
    throw new RangeError(`${name} does not fit into a tar archive`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 'ascii');
  octal(block, 100, 8, 0o600);
  octal(block, 108, 8, 0);
  octal(block, 116, 8, 0);
  octal(block, 124, 12, size);
  octal(block, 136, 12, Math.floor(now.getTime() / 1000));
  block.write(' '.repeat(8), 148, 'ascii');
  block.write('0', 156, 'ascii');
  block.write('ustar\u000000', 257, 'ascii');
  // Counted with spaces in its own place.
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}

function octal(block: Buffer, at: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'ascii');
}
