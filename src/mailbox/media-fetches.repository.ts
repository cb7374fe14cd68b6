import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MediaOrigin, MediaSource } from '../contracts/index.js';
import type { Tx } from '../platform/database/index.js';
import type { Claim } from './ownership.repository.js';
import { jsonb, rowsOf } from './sql.js';

/** A file that its account's owner is to fetch. */
export interface DueFetch {
  source: MediaSource;
  origin: MediaOrigin;
  /** How often it was tried, this time included. */
  attempts: number;
}

/** A try ends within this time; after that, another one may begin. */
const TRY_MINUTES = 10;
/** What nobody could fetch for so long is not asked for any more. */
const KEEP_DAYS = 30;

/** Files of received messages on their way from WhatsApp: asked for by the gateways, fetched by the owner of the account. */
@Injectable()
export class MediaFetches {
  constructor(private readonly dataSource: DataSource) {}

  /** A file that could not be had before is tried again: a new message says anew where it is. */
  async put(tx: Tx, sessionId: string, source: MediaSource, origin: MediaOrigin): Promise<void> {
    await tx.query(
      `insert into mailbox.media_fetch (media_id, session_id, source, origin) values ($1, $2, $3, $4)
       on conflict (media_id) do update
         set source = excluded.source, origin = excluded.origin, attempts = 0, epoch = null, next_at = now(), failure = null
       where media_fetch.failure is not null`,
      [source.mediaId, sessionId, jsonb(source), jsonb(origin)],
    );
  }

  /** Files whose time has come, or that an earlier owner had in its hands; they are the caller's for ten minutes. */
  async take({ sessionId, epoch }: Claim, limit: number): Promise<DueFetch[]> {
    return rowsOf<DueFetch>(
      this.dataSource,
      `update mailbox.media_fetch
          set attempts = attempts + 1, epoch = $2, next_at = now() + interval '${TRY_MINUTES} minutes'
       where media_id in (
         select media_id from mailbox.media_fetch where session_id = $1 and failure is null and (next_at <= now() or epoch < $2)
           and exists (select 1 from mailbox.account where session_id = $1 and epoch = $2)
         order by next_at limit $3 for update skip locked)
       returning source, origin, attempts`,
      [sessionId, epoch.toString(), limit],
    );
  }

  async retryIn(mediaId: string, delayMs: number): Promise<void> {
    await this.dataSource.query(
      `update mailbox.media_fetch set epoch = null, next_at = now() + $2 * interval '1 millisecond' where media_id = $1`,
      [mediaId, delayMs],
    );
  }

  /** Null when the file is not on its way, nor ever was. */
  async find(mediaId: string): Promise<{ sessionId: string; failure: string | null } | null> {
    const [row] = await rowsOf<{ sessionId: string; failure: string | null }>(
      this.dataSource,
      'select session_id as "sessionId", failure from mailbox.media_fetch where media_id = $1',
      [mediaId],
    );
    return row ?? null;
  }

  /** The file is here. */
  async done(tx: Tx, mediaId: string): Promise<void> {
    await tx.query('delete from mailbox.media_fetch where media_id = $1', [mediaId]);
  }

  async fail(tx: Tx, mediaId: string, failure: string): Promise<void> {
    await tx.query('update mailbox.media_fetch set failure = $2 where media_id = $1', [mediaId, failure]);
  }

  /** Forgets what was given up long ago; gives the number of rows. */
  async prune(limit: number): Promise<number> {
    const rows = await rowsOf(
      this.dataSource,
      `delete from mailbox.media_fetch where media_id in (
         select media_id from mailbox.media_fetch where created_at < now() - interval '${KEEP_DAYS} days' limit $1)
       returning 1`,
      [limit],
    );
    return rows.length;
  }
}
