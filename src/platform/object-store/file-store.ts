import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange } from '../crypto/index.js';
import { assertKey, type ObjectInfo, ObjectMissing, ObjectStore } from './object-store.js';
import type { Spool } from './spool.js';

/** Objects as files below one folder, for an installation of one machine. Files have the mode 0600, folders 0700. */
export class FileStore extends ObjectStore {
  readonly description: string;

  constructor(
    private readonly root: string,
    private readonly spool: Spool,
  ) {
    super();
    this.description = root;
  }

  async put(key: string, body: Buffer | Readable): Promise<void> {
    const path = this.pathOf(key);
    const written = await this.spool.write(body);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(written.path, path);
      await syncFolder(dirname(path));
    } finally {
      await written.discard();
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    const handle = await open(this.pathOf(key), 'r').catch((error: unknown) => {
      throw isMissing(error) ? new ObjectMissing(key) : error;
    });
    return handle.createReadStream(range && { start: range.offset, end: range.offset + range.length - 1 });
  }

  async stat(key: string): Promise<ObjectInfo | null> {
    try {
      const found = await stat(this.pathOf(key));
      return found.isFile() ? { key, sizeBytes: found.size, modifiedAt: found.mtime } : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async list(folder: string, limit: number, after = ''): Promise<ObjectInfo[]> {
    const found: ObjectInfo[] = [];
    for await (const key of this.keysIn(withoutSlash(folder))) {
      const info = key > after ? await this.stat(key) : null;
      if (info) found.push(info);
      if (found.length >= Math.min(limit, 1000)) break;
    }
    return found;
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async removeFolder(folder: string): Promise<void> {
    await rm(this.pathOf(withoutSlash(folder)), { recursive: true, force: true });
  }

  async ready(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    await access(this.root, constants.R_OK | constants.W_OK);
  }

  close(): void {
    // Files are open only while they are read.
  }

  private pathOf(key: string): string {
    assertKey(key);
    return join(this.root, ...key.split('/'));
  }

  /** In the order of the keys: a folder's name counts with its slash. */
  private async *keysIn(folder: string): AsyncGenerator<string> {
    const entries = await readdir(this.pathOf(folder), { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const names = entries.map((entry) => entry.name + (entry.isDirectory() ? '/' : '')).sort();
    for (const name of names) {
      if (name.endsWith('/')) yield* this.keysIn(`${folder}/${name.slice(0, -1)}`);
      else yield `${folder}/${name}`;
    }
  }
}

function withoutSlash(folder: string): string {
  return folder.replace(/\/$/, '');
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The name of a file is durable when its folder is. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
