import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Media } from '../media/index.js';
import { MessageHistory } from '../messaging/index.js';
import type { DataExport } from './data-exports.repository.js';
import { type Part, PARTS } from './known.js';
import type { TarEntry } from './tar.js';

const ROWS_A_PAGE = 500;
const FILES_A_PAGE = 100;
const EVER = { from: new Date(0), until: new Date('9999-01-01') };

/** Whose: one session, or all that the user has. */
type Scope = Pick<DataExport, 'userId' | 'sessionId'>;

/** The files of an archive, one after the other, a page in memory at a time. */
@Injectable()
export class ArchiveEntries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly history: MessageHistory,
    private readonly media: Media,
  ) {}

  /** `done` is told, in percent, how far it is. */
  async *of(scope: Scope, done: (percent: number) => Promise<void>): AsyncGenerator<TarEntry> {
    const parts = PARTS.filter(({ ofUser }) => !ofUser || scope.sessionId === null);
    const sessions = await this.sessionIds(scope);
    const steps = parts.length + sessions.length + 1;
    let step = 0;
    for (const part of parts) {
      yield* this.rows(scope, part);
      await done(Math.floor((++step / steps) * 100));
    }
    for (const sessionId of sessions) {
      yield* this.messages(sessionId);
      await done(Math.floor((++step / steps) * 100));
    }
    yield* this.files(scope);
  }

  /** Numbered files of JSON lines. The rows are those of one moment. */
  private async *rows({ userId, sessionId }: Scope, { name, query }: Part): AsyncGenerator<TarEntry> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction('REPEATABLE READ');
      await runner.query(`declare part no scroll cursor for select row_to_json(row) as row from (${query}) row`, [
        ...[userId, sessionId],
      ]);
      for (let page = 1; ; page++) {
        const rows = (await runner.query(`fetch ${ROWS_A_PAGE} from part`)) as { row: object }[];
        if (rows.length > 0 || page === 1)
          yield lines(
            name,
            page,
            rows.map(({ row }) => row),
          );
        if (rows.length < ROWS_A_PAGE) break;
      }
      await runner.commitTransaction();
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      await runner.release();
    }
  }

  private async *messages(sessionId: string): AsyncGenerator<TarEntry> {
    let page = 0;
    for await (const messages of this.history.pages(sessionId, EVER, ROWS_A_PAGE)) {
      yield lines(`messages/${sessionId}`, ++page, messages);
    }
  }

  /** A file whose time is over meanwhile is left out, as one is that the object store has lost. */
  private async *files({ userId, sessionId }: Scope): AsyncGenerator<TarEntry> {
    for (let after: string | null = null; ;) {
      const ids: { id: string }[] = await this.dataSource.query(
        `select id from media where user_id = $1 and ($2::text is null or session_id = $2) and ($3::uuid is null or id > $3)
         order by id limit $4`,
        [userId, sessionId, after, FILES_A_PAGE],
      );
      for (const { id } of ids) {
        const item = await this.media.own({ userId, sessionId: null }, id).catch(() => null);
        const content = item && (await this.media.open(item).catch(() => null));
        if (content) yield { name: `files/${id}`, size: item.sizeBytes, content: content as AsyncIterable<Buffer> };
      }
      after = ids.at(-1)?.id ?? null;
      if (ids.length < FILES_A_PAGE) return;
    }
  }

  private async sessionIds({ userId, sessionId }: Scope): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'select id from session where user_id = $1 and ($2::text is null or id = $2) order by id',
      [userId, sessionId],
    );
    return rows.map(({ id }) => id);
  }
}

function lines(name: string, page: number, rows: object[]): TarEntry {
  const text = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { name: `${name}-${String(page).padStart(6, '0')}.jsonl`, size: text.length, content: [text] };
}
