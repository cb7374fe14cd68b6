import { randomBytes } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import {
  type ByteRange,
  openBody,
  plainSize,
  sealBody,
  sealedPart,
  unwrapKey,
  WRAPPED_KEY_BYTES,
  wrapKey,
} from '../crypto/index.js';
import { ObjectMissing, ObjectStore } from './object-store.js';

/** A sealed object and what opens it; kept in a row of whoever stored it. */
export interface SealedObject {
  key: string;
  /** Wrapped by ENCRYPTION_KEY. Whoever forgets it has erased the object. */
  bodyKey: Buffer;
  /** Of the plaintext. */
  sizeBytes: number;
}

/** Objects that are encrypted before they leave the process and opened on their way back, streaming in both directions. */
@Injectable()
export class SealedObjects {
  constructor(
    private readonly store: ObjectStore,
    private readonly config: AppConfig,
  ) {}

  /** Stores a body under a key of its own, and gives that, wrapped. */
  async put(key: string, body: Readable): Promise<Buffer> {
    const bodyKey = randomBytes(32);
    await this.store.put(key, through(body, sealBody(bodyKey, key)));
    return wrapKey(this.config.encryptionKey, bodyKey, wrapPlace(key));
  }

  /** The body, or a range inside it. Throws ObjectMissing. The stream fails when the object is not exactly what was put. */
  async open({ key, bodyKey, sizeBytes }: SealedObject, range?: ByteRange): Promise<Readable> {
    const part = sealedPart(sizeBytes, range);
    const opening = openBody(unwrapKey(this.config.encryptionKey, bodyKey, wrapPlace(key)), key, part);
    return through(await this.store.get(key, { offset: part.offset, length: part.length }), opening);
  }

  /**
   * Stores a body with its key before it, wrapped by ENCRYPTION_KEY: for what must be readable when the database is lost, and
   * is erased by removing the object.
   */
  async putWithKey(key: string, body: Readable): Promise<void> {
    const bodyKey = randomBytes(32);
    const sealing = sealBody(bodyKey, key);
    sealing.push(wrapKey(this.config.encryptionKey, bodyKey, wrapPlace(key)));
    await this.store.put(key, through(body, sealing));
  }

  /** What {@link putWithKey} stored under the key. Throws ObjectMissing. */
  async openWithKey(key: string): Promise<Readable> {
    const found = await this.store.stat(key);
    if (!found) throw new ObjectMissing(key);
    const wrapped = await buffer(await this.store.get(key, { offset: 0, length: WRAPPED_KEY_BYTES }));
    const bodyKey = unwrapKey(this.config.encryptionKey, wrapped, wrapPlace(key));
    const part = sealedPart(plainSize(found.sizeBytes - WRAPPED_KEY_BYTES));
    const sealed = await this.store.get(key, { offset: WRAPPED_KEY_BYTES, length: part.length });
    return through(sealed, openBody(bodyKey, key, part));
  }
}

function wrapPlace(key: string): Buffer {
  return Buffer.from(`object-key|${key}`);
}

/** Whoever reads the end sees the errors of both, and closes both by closing it. */
function through(source: Readable, conversion: NodeJS.ReadWriteStream & Readable): Readable {
  return pipeline(source, conversion, () => undefined) as Readable;
}
