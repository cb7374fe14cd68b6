import type { InboxFact, MediaFailure, ProblemCode } from '../../contracts/index.js';
import { problemOf } from '../../platform/problems/index.js';
import type { Claim, DueFetch, MediaFetches, ObjectRemovals } from '../../mailbox/index.js';
import type { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { type MediaBodies, mediaFolder } from '../../platform/media/index.js';
import type { AccountState } from '../account-state.js';
import { type Connection, MediaDamaged, MediaGone } from '../whatsapp/port.js';
import { files } from '../worker-metrics.js';
import { afterFailedFetch } from './after-failed-fetch.js';

/** How long the fetcher rests when no hint comes. */
const IDLE_MS = 30_000;
const AT_ONCE = 2;
/** One file; a try that is over may begin anew ten minutes after it began. */
const TRY_LIMIT_MS = 8 * 60_000;
const STOP_LIMIT_MS = 1_000;
/** A file whose fact was never taken is not wanted. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;

export interface FetcherParts {
  claim: Claim;
  state: Pick<AccountState, 'sessionId' | 'report'>;
  connection: Pick<Connection, 'openMedia'>;
  fetches: Pick<MediaFetches, 'take' | 'retryIn'>;
  removals: Pick<ObjectRemovals, 'plan'>;
  bodies: Pick<MediaBodies, 'storeReceived'>;
  log: Log;
}

/** Brings the files of received messages into the object store, over one connection, two at a time. */
export class MediaFetcher {
  private readonly loop: Loop;
  private readonly over = new AbortController();

  constructor(private readonly parts: FetcherParts) {
    this.loop = new Loop({ name: 'received media', run: () => this.step(), idleMs: IDLE_MS, log: parts.log });
  }

  start(): void {
    this.loop.start();
  }

  nudge(): void {
    this.loop.nudge();
  }

  /** The connection is over: what is under way is left, and begins anew on the next one. */
  async stop(): Promise<void> {
    this.over.abort();
    await this.loop.stop(STOP_LIMIT_MS);
  }

  private async step(): Promise<'more' | 'idle'> {
    const due = await this.parts.fetches.take(this.parts.claim, AT_ONCE);
    await Promise.all(due.map((fetch) => this.fetch(fetch)));
    return due.length > 0 && !this.over.signal.aborted ? 'more' : 'idle';
  }

  private async fetch(fetch: DueFetch): Promise<void> {
    try {
      this.parts.state.report(await this.fetched(fetch));
      files.inc({ result: 'fetched' });
    } catch (error) {
      await this.failed(fetch, error);
    }
  }

  private async fetched({ source, origin }: DueFetch): Promise<InboxFact> {
    const { connection, removals, bodies } = this.parts;
    const signal = AbortSignal.any([this.over.signal, AbortSignal.timeout(TRY_LIMIT_MS)]);
    await removals.plan(mediaFolder(source.mediaId), ABANDONED_AFTER_MS);
    const body = await connection.openMedia(source, origin, signal);
    const stored = await bodies.storeReceived(source.mediaId, body, source.mimetype);
    const { kind, mimetype, sizeBytes, key, bodyKey, sha256 } = stored;
    const file = { kind, mimetype, sizeBytes, objectKey: key, bodyKey: bodyKey.toString('base64') };
    const about = { mediaId: source.mediaId, messageId: origin.messageId, filename: source.filename };
    return { kind: 'media.fetched', payload: { ...about, ...file, sha256: sha256.toString('hex') } };
  }

  private async failed({ source, origin, attempts }: DueFetch, err: unknown): Promise<void> {
    const { state, fetches, log } = this.parts;
    const { mediaId } = source;
    const next = this.over.signal.aborted ? { retryInMs: 0 } : afterFailedFetch(failureOf(err), attempts);
    log.info({ sessionId: state.sessionId, mediaId, attempts, next, err }, 'a received file could not be fetched');
    files.inc({ result: 'retryInMs' in next ? 'retry' : 'failed' });
    if ('retryInMs' in next) return fetches.retryIn(mediaId, next.retryInMs);
    const payload = { mediaId, messageId: origin.messageId, reason: next.reason };
    state.report({ kind: 'media.failed', payload });
  }
}

const FAILURES: Partial<Record<ProblemCode, MediaFailure | 'STORE_AWAY'>> = {
  PAYLOAD_TOO_LARGE: 'TOO_LARGE',
  VALIDATION_FAILED: 'DAMAGED',
  UNAVAILABLE: 'STORE_AWAY',
};

/** What an error says of the file; `UNREACHABLE` for all that says nothing of it. */
function failureOf(error: unknown): MediaFailure | 'STORE_AWAY' {
  if (error instanceof MediaGone) return 'GONE';
  if (error instanceof MediaDamaged) return 'DAMAGED';
  return FAILURES[problemOf(error).code] ?? 'UNREACHABLE';
}
