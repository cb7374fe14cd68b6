import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../platform/config/index.js';
import type { Keyring } from '../../platform/crypto/index.js';
import type { SealedColumn, SealedTable } from './sealed-tables.js';

const HEADER_BYTES = 7;
const NAMED = '\\x02';

export interface Resealed {
  /** The last row that was looked at; null at the end of the table. */
  after: string | null;
  resealed: number;
  /** Needs a key that is not there, or was damaged. */
  unreadable: number;
}

export interface SealedCount {
  sealed: number;
  /** With another key than the one that seals now. */
  remaining: number;
  /** Of these, with a key that is not there. */
  unreadable: number;
}

/** Rows with something sealed in them, read and sealed anew by whatever table they are in. */
@Injectable()
export class SealedRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** Seals the next `limit` values with the key of now. What changes meanwhile is left to who changes it. */
  async reseal(table: SealedTable, after: string | null, limit: number): Promise<Resealed> {
    const { keyring } = this.config;
    const old = table.columns.map((column) => `${headerOf(column)} <> $1`).join(' or ');
    const { column: id, type } = table.id;
    const rows: Row[] = await this.dataSource.query(
      `select ${id}::text as id, ${table.placedBy ?? "''"} as "placedBy", ${table.columns.map(valueOf).join(', ')}
         from ${table.table} where (${old}) and ($2::text is null or ${id} > $2::text::${type}) order by ${table.table}.${id} limit $3`,
      [keyring.currentHeader, after, limit],
    );
    const outcome = { resealed: 0, unreadable: 0 };
    const ring = table.purpose === undefined ? keyring : keyring.derived(table.purpose);
    for (const row of rows) {
      for (const column of table.columns) await this.resealOne(table, column, row, ring, outcome);
    }
    return { after: rows.length < limit ? null : (rows.at(-1)?.id ?? null), ...outcome };
  }

  async count({ table, columns }: SealedTable): Promise<SealedCount> {
    const { keyring } = this.config;
    const known = [keyring.keyId, ...keyring.previousKeyIds].map((keyId) => Buffer.from(`02${keyId}`, 'hex'));
    const all = columns.map(
      (column) => `select ${headerOf(column)} as header from ${table} where ${column.name} is not null`,
    );
    const [row] = await this.dataSource.query<[Record<keyof SealedCount, number>]>(
      `select count(*)::int as sealed, (count(*) filter (where header <> $1))::int as remaining,
              (count(*) filter (where substring(header from 1 for 1) = '${NAMED}' and header <> all($2)))::int as unreadable
         from (${all.join(' union all ')}) as headers`,
      [keyring.currentHeader, known],
    );
    return row;
  }

  private async resealOne(
    { table, id }: SealedTable,
    column: SealedColumn,
    row: Row,
    ring: Keyring,
    outcome: { resealed: number; unreadable: number },
  ): Promise<void> {
    const sealed = row[column.name] as Buffer | null;
    if (sealed === null || ring.isCurrent(sealed)) return;
    const place = column.place(row.id, row.placedBy);
    const anew = resealed(ring, sealed, place);
    if (!anew) return void outcome.unreadable++;
    const value = (bytes: Buffer) => (column.isText ? bytes.toString('base64') : bytes);
    await this.dataSource.query(
      `update ${table} set ${column.name} = $3 where ${id.column} = $1 and ${column.name} = $2`,
      [row.id, value(sealed), value(anew)],
    );
    outcome.resealed++;
  }
}

type Row = { id: string; placedBy: string } & Record<string, Buffer | string | null>;

function resealed(ring: Keyring, sealed: Buffer, place: string): Buffer | null {
  try {
    return ring.seal(ring.open(sealed, place), place);
  } catch {
    return null;
  }
}

const bytesOf = ({ name, isText }: SealedColumn) => (isText ? `decode(${name}, 'base64')` : name);
const valueOf = (column: SealedColumn) => `${bytesOf(column)} as "${column.name}"`;
const headerOf = (column: SealedColumn) => `substring(${bytesOf(column)} from 1 for ${HEADER_BYTES})`;
