import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { ObjectRemovals } from '../../mailbox/index.js';
import type { ByteRange } from '../../platform/crypto/index.js';
import { transaction } from '../../platform/database/index.js';
import { Egress, EgressFailure } from '../../platform/egress/index.js';
import { MediaBodies, type MediaClaims, mediaFolder } from '../../platform/media/index.js';
import { ObjectMissing } from '../../platform/object-store/index.js';
import type { Principal } from '../auth/index.js';
import { base64Source } from './base64-source.js';
import { cleanName, type MediaItem, type MediaOwner, nameIn } from './media-item.js';
import { MediaRepository } from './media.repository.js';

/** What is known of a file before it is looked at. */
export interface NewMedia extends MediaClaims {
  filename: string | null;
}

const DOWNLOAD_LIMIT_MS = 60_000;
/** No file takes so long to come; what has no row by then never will. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;
/** Version 7 for what is uploaded, 5 for what is received. */
const MEDIA_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Files, from wherever they come. All of them throw PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED for an empty
 * file, UNAVAILABLE while the object store is away, and SESSION_NOT_FOUND when the session goes meanwhile.
 */
@Injectable()
export class Media {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: MediaRepository,
    private readonly bodies: MediaBodies,
    private readonly removals: ObjectRemovals,
    private readonly egress: Egress,
  ) {}

  async fromStream(owner: MediaOwner, source: Readable, wish: NewMedia): Promise<MediaItem> {
    return this.keep(await this.receive(owner, source, wish));
  }

  /** Throws URL_REFUSED, and MEDIA_NOT_FETCHED with what happened. */
  async fromUrl(owner: MediaOwner, url: string, wish: NewMedia): Promise<MediaItem> {
    try {
      const { body, mimetype } = await this.egress.download(url, DOWNLOAD_LIMIT_MS);
      const known = { ...wish, mimetype: wish.mimetype ?? mimetype, filename: wish.filename ?? nameIn(url) };
      return await this.fromStream(owner, body, known);
    } catch (error) {
      if (!(error instanceof EgressFailure)) throw error;
      throw new Problem('MEDIA_NOT_FETCHED', `The media could not be fetched: ${error.message}.`, { cause: error });
    }
  }

  /** Throws VALIDATION_FAILED for what is no base64. */
  fromBase64(owner: MediaOwner, base64: string, wish: NewMedia): Promise<MediaItem> {
    const source = base64Source(base64);
    if (!source) throw noBase64();
    return this.fromStream(owner, source, wish);
  }

  /**
   * Stores the bytes of a file that is to be {@link keep kept} when all is well. Until then nobody sees it, and what is never kept
   * is erased.
   */
  async receive(owner: MediaOwner, source: Readable, { filename, ...claims }: NewMedia): Promise<MediaItem> {
    const id = v7();
    await this.removals.plan(mediaFolder(id), ABANDONED_AFTER_MS).catch((error: unknown) => {
      source.destroy();
      throw error;
    });
    const body = await this.bodies.store(id, source, claims);
    return { ...body, ...owner, id, filename: cleanName(filename), createdAt: new Date(), look: null };
  }

  async keep(item: MediaItem): Promise<MediaItem> {
    await transaction(this.dataSource, async (tx) => {
      if (!(await this.repository.insert(tx, item))) throw noSession(item);
      await this.removals.cancel(tx, mediaFolder(item.id));
    });
    return item;
  }

  /** Whether it can be the id of a file. */
  isId(mediaId: string): boolean {
    return MEDIA_ID.test(mediaId);
  }

  /** The caller's own file. Throws MEDIA_NOT_FOUND, also for another user's and for one of a session the credential is not for. */
  async own({ userId, sessionId }: Pick<Principal, 'userId' | 'sessionId'>, mediaId: string): Promise<MediaItem> {
    const item = this.isId(mediaId) ? await this.repository.find(userId, sessionId, mediaId) : null;
    if (!item) throw notFound(mediaId);
    return item;
  }

  /** The bytes of a file, or a range inside it. Throws MEDIA_NOT_FOUND where they are gone, and UNAVAILABLE. */
  async open(item: MediaItem, range?: ByteRange): Promise<Readable> {
    return this.bodies.open(item, range).catch((error: unknown) => {
      throw error instanceof ObjectMissing ? notFound(item.id) : error;
    });
  }
}

function notFound(mediaId: string): Problem {
  return new Problem('MEDIA_NOT_FOUND', `There is no media "${mediaId}".`);
}

function noSession({ sessionId }: MediaItem): Problem {
  return new Problem('SESSION_NOT_FOUND', `There is no session "${sessionId}" any more.`);
}

function noBase64(): Problem {
  const detail = 'must be standard base64, padded with =';
  return new Problem('VALIDATION_FAILED', `media.base64 ${detail}.`, {
    errors: [{ pointer: '/media/base64', detail }],
  });
}
