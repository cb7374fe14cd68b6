import { Injectable } from '@nestjs/common';
import {
  type MediaFailedFact,
  type MediaFetchedFact,
  type MediaOrigin,
  type MessageReceivedFact,
  parseJid,
  Problem,
} from '../../contracts/index.js';
import { MediaFetches, ObjectRemovals } from '../../mailbox/index.js';
import type { Tx } from '../../platform/database/index.js';
import { mediaFolder } from '../../platform/media/index.js';
import { problemOf } from '../../platform/problems/index.js';
import { Signals } from '../../platform/signal/index.js';
import type { Principal } from '../auth/index.js';
import { type SessionEntity, Sessions } from '../sessions/index.js';
import { cleanName, type MediaItem } from './media-item.js';
import { MediaRepository } from './media.repository.js';
import { Media } from './media.service.js';

/** Most files are here in a second. */
const WAIT = { timeoutMs: 5_000, pollMs: 500 };
const RETRY_AFTER_SECONDS = 5;

/** Files that contacts send: asked for when their message comes, kept when a worker has fetched them. */
@Injectable()
export class ReceivedFiles {
  constructor(
    private readonly repository: MediaRepository,
    private readonly media: Media,
    private readonly fetches: MediaFetches,
    private readonly removals: ObjectRemovals,
    private readonly sessions: Sessions,
    private readonly signals: Signals,
  ) {}

  /** Has the file of a message fetched, unless it is here: one that is forwarded, or comes twice, is the same file. */
  async expect(tx: Tx, sessionId: string, fact: MessageReceivedFact): Promise<void> {
    if (!fact.source || (await this.repository.isHere(tx, fact.source.mediaId))) return;
    await this.fetches.put(tx, sessionId, fact.source, originOf(fact));
  }

  /** The file has come: its row is written. */
  async keep(tx: Tx, session: SessionEntity, fact: MediaFetchedFact): Promise<void> {
    const { mediaId, kind, mimetype, filename, sizeBytes, sha256, objectKey, bodyKey } = fact;
    const file = { id: mediaId, kind, mimetype, sizeBytes, filename: cleanName(filename), createdAt: new Date() };
    const owner = { userId: session.userId, sessionId: session.id };
    const body = { key: objectKey, bodyKey: Buffer.from(bodyKey, 'base64'), sha256: Buffer.from(sha256, 'hex') };
    await this.repository.insert(tx, { ...file, ...owner, ...body });
    await this.removals.cancel(tx, mediaFolder(mediaId));
    await this.fetches.done(tx, mediaId);
  }

  giveUp(tx: Tx, { mediaId, reason }: MediaFailedFact): Promise<void> {
    return this.fetches.fail(tx, mediaId, reason);
  }

  /**
   * The caller's own file; one that is on its way is waited for, 5 s. Throws MEDIA_PENDING when that is not enough, and
   * MEDIA_NOT_FOUND.
   */
  async own(caller: Principal, mediaId: string): Promise<MediaItem> {
    const found = await this.signals.waitUntil(`media:${mediaId}`, () => this.here(caller, mediaId), WAIT);
    if (found) return found;
    const detail = `The file "${mediaId}" is on its way from WhatsApp.`;
    throw new Problem('MEDIA_PENDING', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }

  /** Undefined while it is on its way. */
  private async here(caller: Principal, mediaId: string): Promise<MediaItem | undefined> {
    try {
      return await this.media.own(caller, mediaId);
    } catch (error) {
      if (problemOf(error).code !== 'MEDIA_NOT_FOUND') throw error;
      const fetch = this.media.isId(mediaId) ? await this.fetches.find(mediaId) : null;
      // It may have come between the two looks.
      if (!fetch) return this.media.own(caller, mediaId);
      if (!(await this.sessions.find(caller, fetch.sessionId))) throw error;
      if (fetch.failure === null) return undefined;
      throw new Problem('MEDIA_NOT_FOUND', `The file "${mediaId}" could not be had from WhatsApp: ${fetch.failure}.`);
    }
  }
}

function originOf({ messageId, chat, from, fromMe }: MessageReceivedFact): MediaOrigin {
  const inGroup = parseJid(chat)?.kind === 'group';
  return { messageId, chat, fromMe, participant: inGroup ? from : null };
}
