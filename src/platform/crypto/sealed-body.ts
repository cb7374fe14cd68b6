import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

/** A part of a body, in bytes of its plaintext. */
export interface ByteRange {
  offset: number;
  /** At least 1. */
  length: number;
}

/** Where a part of a body lies in its sealed form, and what {@link openBody} has to know of it. */
export interface SealedPart {
  /** The sealed bytes to read. */
  offset: number;
  length: number;
  firstChunk: number;
  /** Of the part, and of the whole body. */
  endChunk: number;
  finalChunk: number;
  /** Plaintext bytes of the first chunk that are before the part, and bytes of the part. */
  skip: number;
  take: number;
}

/** How long a body of `plainBytes` is when it is sealed. */
export function sealedSize(plainBytes: number): number {
  return plainBytes + TAG_BYTES * chunksOf(plainBytes);
}

/** The inverse of {@link sealedSize}. */
export function plainSize(sealedBytes: number): number {
  return sealedBytes - TAG_BYTES * Math.ceil(sealedBytes / SEALED_CHUNK_BYTES);
}

/** The part of a body of `plainBytes` that holds the range; the whole body without one. The range must lie inside the body. */
export function sealedPart(plainBytes: number, range: ByteRange = { offset: 0, length: plainBytes }): SealedPart {
  const firstChunk = Math.floor(range.offset / CHUNK_BYTES);
  const endChunk = Math.max(firstChunk, Math.ceil((range.offset + range.length) / CHUNK_BYTES) - 1);
  const offset = firstChunk * SEALED_CHUNK_BYTES;
  const end = Math.min((endChunk + 1) * SEALED_CHUNK_BYTES, sealedSize(plainBytes));
  return {
    offset,
    length: end - offset,
    firstChunk,
    endChunk,
    finalChunk: chunksOf(plainBytes) - 1,
    skip: range.offset - firstChunk * CHUNK_BYTES,
    take: range.length,
  };
}

/**
 * Encrypts and authenticates a body of any length on its way (AES-256-GCM, chunks of 64 KiB, so that a part can be read without
 * the rest). The nonce of a chunk is its number and whether it is the last one: `key` must be fresh, one key for one body.
 * `place` names where the body belongs, as in {@link seal}.
 */
export function sealBody(key: Buffer, place: string): Transform {
  const aad = Buffer.from(place, 'utf8');
  let index = 0;
  const sealChunk = (plaintext: Buffer, last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index++, last), { authTagLength: TAG_BYTES });
    cipher.setAAD(aad);
    return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  };
  return inChunks(CHUNK_BYTES, sealChunk);
}

/**
 * Decrypts the sealed bytes of a part, which {@link sealedPart} found. The stream fails when any byte, the order, the length of
 * the body or the `place` is another one; what came out before that was right.
 */
export function openBody(key: Buffer, place: string, part: SealedPart): Transform {
  const aad = Buffer.from(place, 'utf8');
  let { firstChunk: index, skip, take } = part;
  return inChunks(SEALED_CHUNK_BYTES, (sealed, last) => {
    if (sealed.length < TAG_BYTES || last !== (index === part.endChunk)) throw new Error('the sealed body was cut');
    const nonce = nonceOf(index, index === part.finalChunk);
    index++;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const opened = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    const wanted = opened.subarray(skip, skip + take);
    skip = 0;
    take -= wanted.length;
    return wanted;
  });
}

function chunksOf(plainBytes: number): number {
  return Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES));
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce[0] = last ? 1 : 0;
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

/** Passes a stream through `convert` in pieces of `size` bytes; the last piece, shorter or not, is announced as such. */
function inChunks(size: number, convert: (chunk: Buffer, last: boolean) => Buffer): Transform {
  let held: Buffer[] = [];
  let heldBytes = 0;
  // A full piece waits until more comes: only then it is known not to be the last one.
  const convertFull = (stream: Transform) => {
    let rest = Buffer.concat(held);
    while (rest.length > size) {
      stream.push(convert(rest.subarray(0, size), false));
      rest = rest.subarray(size);
    }
    held = [rest];
    heldBytes = rest.length;
  };
  return new Transform({
    transform(this: Transform, data: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      held.push(data);
      heldBytes += data.length;
      settle(done, () => (heldBytes > size ? convertFull(this) : undefined));
    },
    flush(this: Transform, done: TransformCallback) {
      settle(done, () => void this.push(convert(Buffer.concat(held), true)));
    },
  });
}

function settle(done: TransformCallback, work: () => void): void {
  try {
    work();
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)));
  }
  done();
}
