import type { Readable } from 'node:stream';
import type { ByteRange } from '../crypto/index.js';

export interface ObjectInfo {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
}

/** There is no object under the key. */
export class ObjectMissing extends Error {
  constructor(key: string) {
    super(`there is no object ${key}`);
    this.name = 'ObjectMissing';
  }
}

/**
 * Bytes under keys such as `sessions/shop/session-data.json`: folders and a name, of letters, digits, dots, dashes and underscores.
 * An object appears whole or not at all, replaces the one before it, and is there for every process of the installation.
 * Every call has a limit of time. What can not be done because the store does not answer is the problem UNAVAILABLE.
 */
export abstract class ObjectStore {
  /** Where the objects are, in words for the log. */
  abstract readonly description: string;

  /** Ends when the object is durable. An error of `body` is thrown as it is, and nothing is kept. */
  abstract put(key: string, body: Buffer | Readable): Promise<void>;

  /** Throws {@link ObjectMissing}. The stream fails when the store falls silent. */
  abstract get(key: string, range?: ByteRange): Promise<Readable>;

  /** Null when there is no such object. */
  abstract stat(key: string): Promise<ObjectInfo | null>;

  /** The objects of a folder and the folders in it, in the order of their keys: `limit` of those after the key `after`, 1,000 at most. */
  abstract list(folder: string, limit: number, after?: string): Promise<ObjectInfo[]>;

  /** Also fine when there is none. */
  abstract remove(key: string): Promise<void>;

  /** Removes a folder and everything in it. */
  abstract removeFolder(folder: string): Promise<void>;

  /** Rejects when objects can not be written and read now. */
  abstract ready(): Promise<void>;

  /** Lets go of connections. */
  abstract close(): void;
}

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const MAX_KEY_LENGTH = 512;

/** Keys are made by the product; one that could leave its folder is a mistake of ours. */
export function assertKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH || !KEY.test(key)) throw new RangeError('this is no key of an object');
}
