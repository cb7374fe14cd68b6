import 'reflect-metadata';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportKey } from './gateway/archive/archive-keys.js';
import { loadConfig } from './platform/config/index.js';
import { ObjectMissing, openObjectStore, SealedObjects } from './platform/object-store/index.js';

const USAGE = 'node dist/read-export.js <session> <day, such as 2026-01-15>';

/**
 * Writes the exported messages of a session and day to the standard output, decrypted. It needs the object storage and
 * ENCRYPTION_KEY, and no database: it is for the day when that is lost.
 */
async function readExport(session: string, day: string): Promise<void> {
  const config = loadConfig();
  const { store } = await openObjectStore(config);
  try {
    const content: Readable = await new SealedObjects(store, config).openWithKey(exportKey(session, day));
    await pipeline(content, process.stdout, { end: false });
  } finally {
    store.close();
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof ObjectMissing || error instanceof RangeError) return 'there is no such export';
  return error instanceof Error ? error.message : String(error);
}

const [session, day, ...more] = process.argv.slice(2);
try {
  if (session === undefined || day === undefined || more.length > 0) throw new Error(`the usage is: ${USAGE}`);
  await readExport(session, day);
} catch (error) {
  process.stderr.write(`The export was not read: ${wordsFor(error)}\n`);
  process.exitCode = 1;
}
