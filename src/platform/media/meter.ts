import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** Passes bytes on, counts them and computes their SHA-256. Past `maxBytes` it fails with what `tooLarge` gives. */
export class Meter extends Transform {
  sizeBytes = 0;
  private readonly hash = createHash('sha256');

  constructor(
    private readonly maxBytes: number,
    private readonly tooLarge: () => Error,
  ) {
    super();
  }

  /** Of everything, once it has passed. */
  sha256(): Buffer {
    return this.hash.digest();
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += data.length;
    if (this.sizeBytes > this.maxBytes) return done(this.tooLarge());
    this.hash.update(data);
    done(null, data);
  }
}
