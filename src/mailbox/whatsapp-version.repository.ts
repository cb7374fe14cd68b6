import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsOf } from './sql.js';

export type WhatsAppVersion = [number, number, number];

/** The version of WhatsApp Web to claim: fetched by one worker for all, the last good one kept when it can not be. */
@Injectable()
export class WhatsAppVersions {
  constructor(private readonly dataSource: DataSource) {}

  async lastGood(): Promise<WhatsAppVersion | null> {
    const [row] = await rowsOf<{ version: WhatsAppVersion }>(
      this.dataSource,
      'select version from mailbox.whatsapp_version where version <> array[0, 0, 0]',
    );
    return row?.version ?? null;
  }

  /** True for the one caller that is to look for a newer version now: at most once in `everyMs` over all workers. */
  async isDue(everyMs: number): Promise<boolean> {
    const rows = await rowsOf(
      this.dataSource,
      `insert into mailbox.whatsapp_version (version) values (array[0, 0, 0])
       on conflict (only_row) do update set checked_at = now()
       where whatsapp_version.checked_at < now() - $1 * interval '1 millisecond'
       returning version`,
      [everyMs],
    );
    return rows.length > 0;
  }

  async keep(version: WhatsAppVersion): Promise<void> {
    await this.dataSource.query('update mailbox.whatsapp_version set version = $1', [version]);
  }
}
