import { randomBytes } from 'node:crypto';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import {
  type ByteRange,
  openBody,
  plainSize,
  sealBody,
  sealedPart,
  WRAPPED_KEY_BYTES,
  wrappedKeyBytes,
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
    return this.config.keyring.wrap(bodyKey, objectKeyPlace(key));
  }

  /** The body, or a range inside it. Throws ObjectMissing. The stream fails when the object is not exactly what was put. */
  async open({ key, bodyKey, sizeBytes }: SealedObject, range?: ByteRange): Promise<Readable> {
    const part = sealedPart(sizeBytes, range);
    const opening = openBody(this.config.keyring.open(bodyKey, objectKeyPlace(key)), key, part);
    return through(await this.store.get(key, { offset: part.offset, length: part.length }), opening);
  }

  /**
   * Stores a body with its key before it, wrapped by ENCRYPTION_KEY: for what must be readable when the database is lost, and
   * is erased by removing the object.
   */
  async putWithKey(key: string, body: Readable): Promise<void> {
    const bodyKey = randomBytes(32);
    const sealing = sealBody(bodyKey, key);
    sealing.push(this.config.keyring.wrap(bodyKey, objectKeyPlace(key)));
    await this.store.put(key, through(body, sealing));
  }

  /** What {@link putWithKey} stored under the key. Throws ObjectMissing. */
  async openWithKey(key: string): Promise<Readable> {
    const found = await this.store.stat(key);
    if (!found) throw new ObjectMissing(key);
    const wrapped = await this.wrappedKeyOf(key);
    const part = sealedPart(plainSize(found.sizeBytes - wrapped.length));
    const bodyKey = this.config.keyring.open(wrapped, objectKeyPlace(key));
    const sealed = await this.store.get(key, { offset: wrapped.length, length: part.length });
    return through(sealed, openBody(bodyKey, key, part));
  }

  /**
   * Writes an object of {@link putWithKey} anew, with its key under the one that seals now; its body stays as it is. False when it
   * is so already. Throws ObjectMissing.
   */
  async rewrap(key: string): Promise<boolean> {
    const wrapped = await this.wrappedKeyOf(key);
    if (this.config.keyring.isCurrent(wrapped)) return false;
    const bodyKey = this.config.keyring.open(wrapped, objectKeyPlace(key));
    const found = await this.store.stat(key);
    if (!found) throw new ObjectMissing(key);
    const body = await this.store.get(key, { offset: wrapped.length, length: found.sizeBytes - wrapped.length });
    const rewrapped = new PassThrough();
    rewrapped.push(this.config.keyring.wrap(bodyKey, objectKeyPlace(key)));
    await this.store.put(key, through(body, rewrapped));
    return true;
  }

  private async wrappedKeyOf(key: string): Promise<Buffer> {
    const head = await buffer(await this.store.get(key, { offset: 0, length: WRAPPED_KEY_BYTES }));
    return head.subarray(0, wrappedKeyBytes(head[0]));
  }
}

/** Where the wrapped key of an object belongs. */
export function objectKeyPlace(key: string): string {
  return `object-key|${key}`;
}

/** Whoever reads the end sees the errors of both, and closes both by closing it. */
function through(source: Readable, conversion: NodeJS.ReadWriteStream & Readable): Readable {
  return pipeline(source, conversion, () => undefined) as Readable;
}
