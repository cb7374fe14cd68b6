import type { Readable } from 'node:stream';
import type { ByteRange } from '../crypto/index.js';
import { counter, histogram, secondsSince, SHORT } from '../metrics/index.js';
import { type ObjectInfo, ObjectMissing, ObjectStore } from './object-store.js';

type Operation = 'put' | 'get' | 'stat' | 'list' | 'remove' | 'remove_folder';

const requests = counter('wagate_storage_requests_total', 'Requests to the object store, by result', [
  'operation',
  'result',
]);

const duration = histogram(
  'wagate_storage_request_duration_seconds',
  'Time until the object store had done it; of a get, until its bytes begin',
  SHORT,
  ['operation'],
);

/** Any store, with what is asked of it counted. */
export class MeasuredStore extends ObjectStore {
  constructor(private readonly store: ObjectStore) {
    super();
  }

  get description(): string {
    return this.store.description;
  }

  put(key: string, body: Buffer | Readable): Promise<void> {
    return measured('put', this.store.put(key, body));
  }

  get(key: string, range?: ByteRange): Promise<Readable> {
    return measured('get', this.store.get(key, range));
  }

  stat(key: string): Promise<ObjectInfo | null> {
    return measured('stat', this.store.stat(key));
  }

  list(folder: string, limit: number, after?: string): Promise<ObjectInfo[]> {
    return measured('list', this.store.list(folder, limit, after));
  }

  remove(key: string): Promise<void> {
    return measured('remove', this.store.remove(key));
  }

  removeFolder(folder: string): Promise<void> {
    return measured('remove_folder', this.store.removeFolder(folder));
  }

  /** Not counted: the checks of health have figures of their own. */
  ready(): Promise<void> {
    return this.store.ready();
  }

  close(): void {
    this.store.close();
  }
}

async function measured<T>(operation: Operation, work: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    const answer = await work;
    requests.inc({ operation, result: 'ok' });
    return answer;
  } catch (error) {
    requests.inc({ operation, result: error instanceof ObjectMissing ? 'missing' : 'failed' });
    throw error;
  } finally {
    duration.observe({ operation }, secondsSince(startedAt));
  }
}
