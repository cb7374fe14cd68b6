import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';

interface Device {
  lineage: string;
  generation: number;
}

/** Which linked devices have come and gone here. It outlives their sessions: a file is good once, whatever happens in between. */
@Injectable()
export class Lineages {
  /** The newest file of a device is one that was made here. */
  async leave(tx: Tx, { lineage, generation }: Device): Promise<void> {
    await tx.query(
      `insert into device_lineage (lineage, generation, away) values ($1, $2, true)
       on conflict (lineage) do update set generation = excluded.generation, away = true`,
      [lineage, generation],
    );
  }

  /** Takes a file in. Throws SESSION_FILE_USED when it, or a newer one of the device, was taken in here, or a newer one made. */
  async arrive(tx: Tx, { lineage, generation }: Device): Promise<void> {
    const taken = await tx.query<unknown[]>(
      `insert into device_lineage as seen (lineage, generation, away) values ($1, $2, false)
       on conflict (lineage) do update set generation = excluded.generation, away = false
       where excluded.generation > seen.generation or (excluded.generation = seen.generation and seen.away)
       returning 1`,
      [lineage, generation],
    );
    if (taken.length > 0) return;
    const detail = 'The file was imported here before, or the session has been exported again since it was made.';
    throw new Problem('SESSION_FILE_USED', detail);
  }
}
