import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsOf } from './sql.js';

/** How long the one worker that tries may take before another may. */
const PROBE = `interval '2 minutes'`;

/**
 * Brakes for all workers together: when WhatsApp wants a newer client, every connection fails alike, and trying in a loop
 * only makes it worse. While a brake is on, one connection at a time tries whether it can come off.
 */
@Injectable()
export class Brakes {
  constructor(private readonly dataSource: DataSource) {}

  async engage(name: string, forMs: number): Promise<void> {
    await this.dataSource.query(
      `insert into mailbox.brake (name, until) values ($1, now() + $2 * interval '1 millisecond')
       on conflict (name) do update set until = excluded.until`,
      [name, forMs],
    );
  }

  async release(name: string): Promise<void> {
    await this.dataSource.query('delete from mailbox.brake where name = $1', [name]);
  }

  /** Null when the caller may go on: there is no brake, or the caller is the one to try. Else how long to wait, in ms. */
  async waitMs(name: string): Promise<number | null> {
    const [row] = await rowsOf<{ probing: boolean; wait_ms: number }>(
      this.dataSource,
      `with probe as (
         update mailbox.brake set until = now() + ${PROBE} where name = $1 and until <= now() returning name
       )
       select exists (select 1 from probe) as probing,
              ceil(extract(epoch from until - now()) * 1000)::float8 as wait_ms
       from mailbox.brake where name = $1`,
      [name],
    );
    return !row || row.probing ? null : Math.max(1_000, row.wait_ms);
  }
}
