import { Injectable } from '@nestjs/common';
import { Problem } from '../contracts/index.js';
import type { Pacing, SyncHistory } from '../contracts/index.js';
import { AppConfig } from '../platform/config/index.js';
import type { Tx } from '../platform/database/index.js';
import { type AccountRow, decryptLog } from './account-log.repository.js';
import { decodeRecord, encodeRecord, type RecordEntry } from './account-record.js';
import { chainHash, newAccountKey, sealRecord, unwrapAccountKey } from './record-crypto.js';
import { openProxy } from './session-proxy.js';
import { SNAPSHOT_FOLDER } from './snapshot-file.js';
import { rowsOf } from './sql.js';

/** What was set for an account. */
export interface PortableSettings {
  pacing: Partial<Pacing> | null;
  syncHistory: SyncHistory;
  /** Its URL, with the password. */
  proxy: string | null;
}

/** A linked device, outside of any installation. */
export interface PortableAccount {
  /** Which device it is; null: it has never left an installation. */
  lineage: string | null;
  /** How often it has left one. */
  generation: number;
  settings: PortableSettings;
  /** Everything that the account remembers: credentials, keys, and what goes with them. */
  entries: RecordEntry[];
}

interface FullRow extends AccountRow {
  epoch: string;
  paired: boolean;
  exported: boolean;
  lineage: string | null;
  generation: number;
  pacing: Partial<Pacing> | null;
  sync_history: SyncHistory;
  proxy: string | null;
}

/**
 * Accounts that leave an installation with their keys, and that come with them. A device whose keys are at two places is lost, so
 * both are steps of one transaction with whatever says so elsewhere.
 */
@Injectable()
export class PortableAccounts {
  constructor(private readonly config: AppConfig) {}

  /**
   * Takes the account out: whoever has it is fenced, its keys are destroyed here, and it can not be wanted any more. The caller has to
   * keep what it gets, and says as what. Throws SESSION_NOT_PAIRED and SESSION_EXPORTED.
   */
  async takeOut(tx: Tx, sessionId: string): Promise<PortableAccount> {
    const row = await this.lock(tx, sessionId);
    if (row.exported) throw new Problem('SESSION_EXPORTED', `The session "${sessionId}" was exported before.`);
    if (!row.paired) throw new Problem('SESSION_NOT_PAIRED', `The session "${sessionId}" is linked to no phone.`);
    const account = await this.read(tx, sessionId, row);
    await tx.query(
      `update mailbox.account
          set exported_at = now(), desired = 'off', owner = null, assigned_worker = null, epoch = epoch + 1, dek = $2,
              paired = false, snapshot = null, snap_seq = head_seq, snap_epoch = epoch, snap_hash = ''::bytea,
              head_hash = ''::bytea, updated_at = now()
        where session_id = $1`,
      [sessionId, newAccountKey(this.config.keyring, sessionId)],
    );
    await tx.query('delete from mailbox.account_log where session_id = $1', [sessionId]);
    await tx.query(
      `insert into mailbox.object_removal (folder) values ($1)
       on conflict (folder) do update set requested_at = excluded.requested_at`,
      [`sessions/${sessionId}/${SNAPSHOT_FOLDER}`],
    );
    return account;
  }

  /** As what the account left: what an import of its file is compared with. */
  async name(tx: Tx, sessionId: string, lineage: string, generation: number): Promise<void> {
    await tx.query('update mailbox.account set lineage = $2, generation = $3 where session_id = $1', [
      ...[sessionId, lineage, generation],
    ]);
  }

  /** Which device an account was that has left; null when the account has not left, or is not there. */
  async exportedLineage(tx: Tx, sessionId: string): Promise<string | null> {
    const [row] = await rowsOf<{ lineage: string | null }>(
      tx,
      'select lineage from mailbox.account where session_id = $1 and exported_at is not null for update',
      [sessionId],
    );
    return row?.lineage ?? null;
  }

  /** Gives a device to an account that has none: a new one, or the one that it left. It may be wanted from then on. */
  async bringIn(
    tx: Tx,
    sessionId: string,
    { lineage, generation, entries }: Omit<PortableAccount, 'settings'>,
  ): Promise<void> {
    const row = await this.lock(tx, sessionId);
    const wrapped = newAccountKey(this.config.keyring, sessionId);
    const key = unwrapAccountKey(this.config.keyring, sessionId, wrapped);
    const [epoch, seq, previous] = [BigInt(row.epoch) + 1n, BigInt(row.head_seq) + 1n, row.snap_hash];
    const sealed = sealRecord(key, 'log', { sessionId, epoch, seq, previous }, encodeRecord(entries));
    await tx.query(
      `update mailbox.account
          set exported_at = null, paired = true, dek = $2, epoch = $3, head_seq = $4, head_hash = $5, lineage = $6, generation = $7,
              updated_at = now()
        where session_id = $1`,
      [sessionId, wrapped, String(epoch), String(seq), chainHash(previous, sealed), lineage, generation],
    );
    await tx.query('insert into mailbox.account_log (session_id, epoch, seq, payload) values ($1, $2, $3, $4)', [
      ...[sessionId, String(epoch), String(seq), sealed],
    ]);
  }

  private async lock(tx: Tx, sessionId: string): Promise<FullRow> {
    const [row] = await rowsOf<FullRow>(
      tx,
      `select dek, epoch, head_seq, head_hash, snapshot, snap_seq, snap_epoch, snap_hash, paired, lineage, generation,
              exported_at is not null as exported, pacing, sync_history, proxy
         from mailbox.account where session_id = $1 and not direct for update`,
      [sessionId],
    );
    if (!row) throw new Problem('SESSION_NOT_FOUND', `There is no session "${sessionId}".`);
    return row;
  }

  private async read(tx: Tx, sessionId: string, row: FullRow): Promise<PortableAccount> {
    const { keyring } = this.config;
    const tail = await rowsOf<{ seq: string; epoch: string; payload: Buffer }>(
      tx,
      'select seq, epoch, payload from mailbox.account_log where session_id = $1 and seq > $2 order by seq',
      [sessionId, row.snap_seq],
    );
    const { snapshot, records } = decryptLog(keyring, sessionId, row, tail);
    const { lineage, generation, pacing, sync_history: syncHistory, proxy } = row;
    const settings = { pacing, syncHistory, proxy: proxy && openProxy(keyring, sessionId, proxy) };
    return { lineage, generation, settings, entries: merged(snapshot ? [snapshot, ...records] : records) };
  }
}

/** The values that are left of all records, in the order in which they came to be. */
function merged(records: Buffer[]): RecordEntry[] {
  const values = new Map<string, RecordEntry>();
  for (const entry of records.flatMap(decodeRecord)) {
    const key = JSON.stringify(entry.slice(0, 2));
    if (entry[2] === null) values.delete(key);
    else values.set(key, entry);
  }
  return [...values.values()];
}
