import { join } from 'node:path';
import type { AppConfig } from '../config/index.js';
import { FileStore } from './file-store.js';
import type { ObjectStore } from './object-store.js';
import { Spool } from './spool.js';

/** The store that the configuration names, and the folder on this machine that bodies pass on their way into it. */
export async function openObjectStore(config: AppConfig): Promise<{ store: ObjectStore; spool: Spool }> {
  const root = join(config.dataDir, 'objects');
  const spool = new Spool(join(root, 'temp', 'uploads'));
  if (!config.objectStore) return { store: new FileStore(root, spool), spool };
  // The client of S3 takes 40 MB of memory: only those load it who use it.
  const { S3Store } = await import('./s3-store.js');
  return { store: new S3Store(config.objectStore, spool), spool };
}
