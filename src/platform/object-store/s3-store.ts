import type { Readable } from 'node:stream';
import { type BucketItem, Client } from 'minio';
import { Problem } from '../../contracts/index.js';
import type { ObjectStoreConfig } from '../config/index.js';
import type { ByteRange } from '../crypto/index.js';
import { assertKey, type ObjectInfo, ObjectMissing, ObjectStore } from './object-store.js';
import { type S3Requests, s3Requests, sendFile } from './s3-requests.js';
import type { Spool } from './spool.js';

const SILENCE_LIMIT_MS = 10_000;
/** For everything but the bytes of large bodies, however slowly they drip. */
const CALL_LIMIT_MS = 30_000;
/** How long an upload may take to begin after it was signed; clocks may differ by as much. */
const SIGNED_FOR_SECONDS = 900;
const RETRY_AFTER_SECONDS = 10;
/** Larger ones go over the disk. */
const MAX_BODY_IN_MEMORY = 1024 * 1024;

/**
 * Objects in one bucket of any S3 server, which is made when it is absent. Asks the server for no more than PUT, GET with Range,
 * HEAD, list and DELETE of plain objects: no conditions, no multipart uploads, no versions.
 */
export class S3Store extends ObjectStore {
  readonly description: string;
  private readonly client: Client;
  private readonly requests: S3Requests;
  private readonly bucket: string;
  private bucketMade: Promise<void> | null = null;
  private probe: Promise<void> | null = null;

  constructor(
    { endpoint, port, accessKey, secretKey, bucket, useSsl }: ObjectStoreConfig,
    private readonly spool: Spool,
    silenceLimitMs = SILENCE_LIMIT_MS,
  ) {
    super();
    this.bucket = bucket;
    this.description = `${endpoint}:${port}/${bucket}`;
    this.requests = s3Requests(useSsl, silenceLimitMs);
    const { transport, agent: transportAgent } = this.requests;
    const connection = { endPoint: endpoint, port, useSSL: useSsl, transport, transportAgent };
    this.client = new Client({ ...connection, accessKey, secretKey, retryOptions: { disableRetry: true } });
  }

  async put(key: string, body: Buffer | Readable): Promise<void> {
    assertKey(key);
    if (Buffer.isBuffer(body) && body.length <= MAX_BODY_IN_MEMORY) {
      return this.asked(() => this.intoBucket(() => this.client.putObject(this.bucket, key, body, body.length)));
    }
    const file = await this.spool.write(body);
    try {
      await this.asked(() => this.intoBucket(() => this.upload(key, file)), null);
    } finally {
      await file.discard();
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    assertKey(key);
    const { bucket, client } = this;
    const found = await this.asked(() =>
      orNull(client.getPartialObject(bucket, key, range?.offset ?? 0, range?.length ?? 0)),
    );
    if (!found) throw new ObjectMissing(key);
    return found;
  }

  async stat(key: string): Promise<ObjectInfo | null> {
    assertKey(key);
    const found = await this.asked(() => orNull(this.client.statObject(this.bucket, key)));
    return found && { key, sizeBytes: found.size, modifiedAt: found.lastModified };
  }

  async list(folder: string, limit: number, after = ''): Promise<ObjectInfo[]> {
    assertKey(folder.replace(/\/$/, ''));
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    return (await this.asked(() => orNull(this.page(prefix, Math.min(limit, 1000), after)))) ?? [];
  }

  async remove(key: string): Promise<void> {
    assertKey(key);
    await this.asked(() => orNull(this.client.removeObject(this.bucket, key)));
  }

  async removeFolder(folder: string): Promise<void> {
    for (;;) {
      const keys = (await this.list(folder, 1000)).map((object) => object.key);
      if (keys.length === 0) return;
      const refused = await this.asked(() => this.client.removeObjects(this.bucket, keys));
      if (refused.some((one) => one)) throw unavailable(new Error('objects could not be removed'));
    }
  }

  /** Asked more often than a slow server answers: one question at a time serves all. */
  ready(): Promise<void> {
    this.probe ??= this.asked(async () => {
      if (!(await this.client.bucketExists(this.bucket))) await this.makeBucket();
    }).finally(() => (this.probe = null));
    return this.probe;
  }

  close(): void {
    this.requests.agent.destroy();
  }

  private async upload(key: string, file: Parameters<typeof sendFile>[2]): Promise<void> {
    await sendFile(this.requests, await this.client.presignedPutObject(this.bucket, key, SIGNED_FOR_SECONDS), file);
  }

  /** The client fetches pages of 1,000; what is beyond the limit is left. */
  private async page(prefix: string, limit: number, after: string): Promise<ObjectInfo[]> {
    const found: ObjectInfo[] = [];
    for await (const item of this.client.listObjectsV2(this.bucket, prefix, true, after) as AsyncIterable<BucketItem>) {
      if (item.name === undefined || item.lastModified === undefined) continue;
      found.push({ key: item.name, sizeBytes: item.size, modifiedAt: item.lastModified });
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Writes, and makes the bucket first where it turns out to be absent. */
  private async intoBucket(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (codeOf(error) !== 'NoSuchBucket') throw error;
      await this.makeBucket();
      await write();
    }
  }

  /** Of several that find it absent at once, one makes it; another process may be doing the same. */
  private makeBucket(): Promise<void> {
    this.bucketMade ??= this.client
      .makeBucket(this.bucket)
      .catch((error: unknown) => {
        if (!['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(codeOf(error))) throw error;
      })
      .finally(() => (this.bucketMade = null));
    return this.bucketMade;
  }

  /** Gives a call its limit, and its failure a name that callers know. */
  private async asked<T>(work: () => Promise<T>, limitMs: number | null = CALL_LIMIT_MS): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      if (limitMs !== null) timer = setTimeout(reject, limitMs, new Error(`no answer within ${limitMs} ms`));
    });
    try {
      return await Promise.race([againIfCut(work), late]);
    } catch (error) {
      throw unavailable(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A server may close a kept connection in the moment in which it is used again. Every call here bears to be made twice. */
async function againIfCut<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!['ECONNRESET', 'EPIPE'].includes(codeOf(error))) throw error;
    return work();
  }
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(codeOf(error))) return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function unavailable(cause: unknown): Problem {
  const extras = { cause, retryAfterSeconds: RETRY_AFTER_SECONDS };
  return new Problem('UNAVAILABLE', 'The object storage does not answer as it should.', extras);
}
