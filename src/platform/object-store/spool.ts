import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v7 } from 'uuid';

/** A body that is complete on this machine's disk. */
export interface SpooledFile {
  path: string;
  sizeBytes: number;
  /** Removes the file; fine when it has been moved away. */
  discard(): Promise<void>;
}

/**
 * The folder `temp/uploads/` on this machine: bodies on their way into the store, which is told of complete ones only. What a
 * crash leaves here is removed by {@link Spool.clean}. Bodies are sealed before they come here, like all objects.
 */
export class Spool {
  constructor(private readonly folder: string) {}

  /** Ends when the body is complete and durable. Throws what the body throws, and keeps nothing then. */
  async write(body: Buffer | Readable): Promise<SpooledFile> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, v7());
    const discard = () => rm(path, { force: true });
    // Open before the body flows: a file that a broken body leaves to be made would be made after it was discarded.
    const handle = await open(path, 'wx', 0o600);
    try {
      await pipeline(Buffer.isBuffer(body) ? [body] : body, handle.createWriteStream());
      return { path, sizeBytes: await sync(path), discard };
    } catch (error) {
      await discard();
      throw error;
    }
  }

  /** Removes what has not been written to for so long; gives the number of files. */
  async clean(olderThanMs: number): Promise<number> {
    const before = Date.now() - olderThanMs;
    let removed = 0;
    for (const name of await namesIn(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => null);
      if (!found || found.mtimeMs >= before) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }
}

/** Makes the file survive a power cut; gives its size. */
async function sync(path: string): Promise<number> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
