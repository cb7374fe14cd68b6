import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { pageOf } from '../../platform/http/index.js';
import { csvLine } from './csv.js';
import type { SystemLogDto, SystemLogEntryDto, SystemLogQueryDto } from './system-log.dto.js';
import { type LogFilter, SystemLogRepository } from './system-log.repository.js';

const ROWS_A_STEP = 1_000;
const COLUMNS = ['at', 'actor', 'actorEmail', 'keyId', 'action', 'target', 'details', 'address', 'requestId'];

/** Who did what, read by administrators. */
@Injectable()
export class SystemLog {
  constructor(private readonly repository: SystemLogRepository) {}

  async page({ limit, cursor, ...filter }: SystemLogQueryDto): Promise<SystemLogDto> {
    const found = await this.repository.list(filter, cursor ?? null, limit + 1);
    const { rows: entries, nextCursor } = pageOf(found, limit);
    return { entries, pagination: { limit, nextCursor } };
  }

  /** All that the filter lets through, from the newest on, as a table for spreadsheets that is read as it is sent. */
  csv(filter: LogFilter): Readable {
    return Readable.from(this.lines(filter));
  }

  private async *lines(filter: LogFilter): AsyncGenerator<string> {
    yield csvLine(COLUMNS);
    let before: string | null = null;
    do {
      const rows: SystemLogEntryDto[] = await this.repository.list(filter, before, ROWS_A_STEP);
      yield rows.map(lineOf).join('');
      before = rows.length === ROWS_A_STEP ? rows.at(-1)!.id : null;
    } while (before !== null);
  }
}

function lineOf({
  at,
  actor,
  actorEmail,
  keyId,
  action,
  target,
  details,
  address,
  requestId,
}: SystemLogEntryDto): string {
  const what = Object.keys(details).length > 0 ? JSON.stringify(details) : null;
  return csvLine([at.toISOString(), actor, actorEmail, keyId, action, target, what, address, requestId]);
}
