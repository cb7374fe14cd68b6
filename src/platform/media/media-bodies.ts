import { pipeline, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { MEDIA_MAX_BYTES, type MediaKind, Problem } from '../../contracts/index.js';
import type { ByteRange } from '../crypto/index.js';
import { type SealedObject, SealedObjects } from '../object-store/index.js';
import { fits, kindOf } from './media-kind.js';
import { HEAD_BYTES, mediaTypeOf } from './media-type.js';
import { Meter } from './meter.js';
import { withPlainCopy } from './plain-copy.js';
import { withHead } from './with-head.js';

/** What is said of a file before it is looked at. */
export interface MediaClaims {
  /** What it is to go as; null: what it is. */
  kind: MediaKind | null;
  /** As the sender names it; null when it does not. */
  mimetype: string | null;
}

/** A file in the object store. */
export interface MediaBody extends SealedObject {
  kind: MediaKind;
  mimetype: string;
  sha256: Buffer;
}

const FOLDERS: Record<MediaKind, string> = {
  image: 'images',
  video: 'videos',
  audio: 'audio',
  document: 'documents',
};

/** What a file is taken as, and the kind whose limit it must keep. */
interface Judgement {
  kind: MediaKind;
  mimetype: string;
  limit: MediaKind;
}

/** Browsers save it, and run nothing of it. */
const UNKNOWN = { kind: 'document', mimetype: 'application/octet-stream' } as const;

/** Everything of one file is below this folder of the object store. */
export function mediaFolder(mediaId: string): string {
  return `media/${mediaId}`;
}

/** Files on their way into the object store and back, a few chunks in memory at a time. */
@Injectable()
export class MediaBodies {
  constructor(private readonly objects: SealedObjects) {}

  /**
   * Stores a file under `media/{id}/`; the type is what its bytes say. Throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
   * VALIDATION_FAILED for an empty file, UNAVAILABLE, and what the source throws. The source is closed in any case.
   */
  async store(mediaId: string, source: Readable, claims: MediaClaims): Promise<MediaBody> {
    return this.write(mediaId, source, claims.mimetype, (mimetype) => {
      const kind = checked(mimetype, claims.kind);
      return { kind, mimetype, limit: kind };
    });
  }

  /**
   * Like {@link store}, for what somebody else has sent, as it is: what users may not send is a document of no known type, and what is
   * larger than files of its kind may be is a document. Only what is larger than documents may be is PAYLOAD_TOO_LARGE.
   */
  async storeReceived(mediaId: string, source: Readable, saidType: string): Promise<MediaBody> {
    const body = await this.write(mediaId, source, saidType, (mimetype) => {
      const kind = kindOf(mimetype);
      return kind ? { kind, mimetype, limit: 'document' } : { ...UNKNOWN, limit: 'document' };
    });
    return { ...body, kind: body.sizeBytes > MEDIA_MAX_BYTES[body.kind] ? 'document' : body.kind };
  }

  private async write(
    mediaId: string,
    source: Readable,
    saidType: string | null,
    judge: (mimetype: string) => Judgement,
  ): Promise<MediaBody> {
    try {
      const { head, body } = await withHead(source, HEAD_BYTES);
      if (head.length === 0) throw empty();
      const { kind, mimetype, limit } = judge(await mediaTypeOf(head, saidType));
      const key = `${mediaFolder(mediaId)}/${FOLDERS[kind]}/original`;
      const meter = new Meter(MEDIA_MAX_BYTES[limit], () => tooLarge(limit));
      const bodyKey = await this.objects.put(
        key,
        pipeline(body, meter, () => undefined),
      );
      return { key, bodyKey, sizeBytes: meter.sizeBytes, kind, mimetype, sha256: meter.sha256() };
    } finally {
      source.destroy();
    }
  }

  /** The file, or a range inside it. Throws ObjectMissing and UNAVAILABLE. */
  open(body: SealedObject, range?: ByteRange): Promise<Readable> {
    return this.objects.open(body, range);
  }

  /**
   * For programs that must seek in a file: `use` gets a function that writes a plain copy of it to this machine's disk, and gives its
   * path. The copy is gone when `use` is over. Throws what {@link open} and `use` throw.
   */
  withCopy<T>(body: SealedObject, use: (open: () => Promise<string>) => Promise<T>): Promise<T> {
    return withPlainCopy(() => this.open(body), use);
  }
}

function checked(mimetype: string, wanted: MediaKind | null): MediaKind {
  const kind = kindOf(mimetype);
  if (kind === null) throw new Problem('UNSUPPORTED_MEDIA_TYPE', `Files of the type ${mimetype} are not taken.`);
  if (wanted === null || fits(mimetype, wanted)) return wanted ?? kind;
  throw new Problem('UNSUPPORTED_MEDIA_TYPE', `The bytes are ${mimetype}, which does not go as ${wanted}.`);
}

function tooLarge(kind: MediaKind): Problem {
  const most = MEDIA_MAX_BYTES[kind] / 1024 / 1024;
  return new Problem('PAYLOAD_TOO_LARGE', `The file has more than the ${most} MB that ${kind} files may have.`);
}

function empty(): Problem {
  return new Problem('VALIDATION_FAILED', 'The file is empty.', {
    errors: [{ pointer: '/file', detail: 'must not be empty' }],
  });
}
