import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import type { FileLook } from './file-look.js';
import type { MediaItem } from './media-item.js';

const COLUMNS = `id, user_id as "userId", session_id as "sessionId", kind, mimetype, filename, size_bytes::float8 as "sizeBytes",
  sha256, object_key as key, body_key as "bodyKey", created_at as "createdAt", look`;

@Injectable()
export class MediaRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** False when the session it belongs to has gone meanwhile. A file that was stored anew is opened with its new key. */
  async insert(tx: Tx, item: Omit<MediaItem, 'look'>): Promise<boolean> {
    const { id, userId, sessionId, kind, mimetype, filename, sizeBytes, sha256, key, bodyKey, createdAt } = item;
    const rows: unknown[] = await tx.query(
      `insert into media (id, user_id, session_id, kind, mimetype, filename, size_bytes, sha256, object_key, body_key, created_at)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
       where $3::text is null or exists (select 1 from session where id = $3 and user_id = $2 for key share)
       on conflict (id) do update set object_key = excluded.object_key, body_key = excluded.body_key
       returning id`,
      [id, userId, sessionId, kind, mimetype, filename, sizeBytes, sha256, key, bodyKey, createdAt],
    );
    return rows.length > 0;
  }

  async keepLook(id: string, look: FileLook): Promise<void> {
    await this.dataSource.query('update media set look = $2 where id = $1', [id, JSON.stringify(look)]);
  }

  /** What a file was converted to, to go as a voice message; null when it was not yet. */
  async voiceOf({ id, userId, sessionId }: MediaItem): Promise<MediaItem | null> {
    const rows: { voiceId: string | null }[] = await this.dataSource.query(
      'select voice_id as "voiceId" from media where id = $1',
      [id],
    );
    const voiceId = rows[0]?.voiceId ?? null;
    return voiceId === null ? null : this.find(userId, sessionId, voiceId);
  }

  async keepVoice(id: string, voiceId: string): Promise<void> {
    await this.dataSource.query('update media set voice_id = $2 where id = $1', [id, voiceId]);
  }

  async isHere(tx: Tx, id: string): Promise<boolean> {
    const rows: unknown[] = await tx.query('select 1 from media where id = $1', [id]);
    return rows.length > 0;
  }

  /** A file of the user; with a session, only that one's and those of no session. */
  async find(userId: string, sessionId: string | null, id: string): Promise<MediaItem | null> {
    const rows: MediaItem[] = await this.dataSource.query(
      `select ${COLUMNS} from media
       where user_id = $1 and id = $3 and ($2::text is null or session_id is null or session_id = $2)`,
      [userId, sessionId, id],
    );
    return rows[0] ?? null;
  }

  /** Forgets what is older; a trigger sees to the bytes. Gives the number of files. */
  async forget(olderThanDays: number, limit: number): Promise<number> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `delete from media where id in (
         select id from media where created_at < now() - $1 * interval '1 day' order by created_at limit $2)`,
      [olderThanDays, limit],
    );
    return count;
  }
}
