import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';

export interface KnownDevice {
  device: number;
  keyIndex: number | null;
  isOwn: boolean;
  /** It was on the first list that WhatsApp gave after the session was linked. */
  wasThere: boolean;
  seenAt: Date;
}

const COLUMNS = `device, key_index as "keyIndex", is_own as "isOwn", was_there as "wasThere", seen_at as "seenAt"`;

/** The table `session_device`. */
@Injectable()
export class SessionDevices {
  constructor(private readonly dataSource: DataSource) {}

  list(sessionId: string, tx: Tx = this.dataSource.manager): Promise<KnownDevice[]> {
    return tx.query(`select ${COLUMNS} from session_device where session_id = $1 order by device`, [sessionId]);
  }

  async add(tx: Tx, sessionId: string, devices: KnownDevice[]): Promise<void> {
    for (const { device, keyIndex, isOwn, wasThere, seenAt } of devices) {
      await tx.query(
        `insert into session_device (session_id, device, key_index, is_own, was_there, seen_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [sessionId, device, keyIndex, isOwn, wasThere, seenAt],
      );
    }
  }

  async remove(tx: Tx, sessionId: string, devices: number[]): Promise<void> {
    await tx.query('delete from session_device where session_id = $1 and device = any($2)', [sessionId, devices]);
  }

  /** The session is of another account now, or of none. */
  async forget(tx: Tx, sessionId: string): Promise<void> {
    await tx.query('delete from session_device where session_id = $1', [sessionId]);
  }
}
