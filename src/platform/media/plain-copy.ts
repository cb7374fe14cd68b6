import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Calls `use` with a way to a plain copy of a file, for programs that must seek in it: `open` writes the copy, into a folder of the
 * system's temporary one that nobody else may enter, and gives its path. What `use` writes beside it is removed with it in the end.
 */
export async function withPlainCopy<T>(
  source: () => Promise<Readable>,
  use: (open: () => Promise<string>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wagate-copy-'));
  const path = join(folder, 'original');
  try {
    return await use(async () => {
      await pipeline(await source(), createWriteStream(path, { mode: 0o600 }));
      return path;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
