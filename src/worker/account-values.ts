import { decodeRecord, decodeValue, encodeValue, type RecordEntry } from '../mailbox/index.js';
import type { Changes } from './whatsapp/port.js';

/** A value that is no longer than this is likely to be one of a few, such as `true`. */
const SHARED_BYTES = 40;
const SHARED_AT_MOST = 1_000;

const alike = new Map<string, Buffer>();

/** What an account remembers: encoded values by type and id, each type in the order in which its ids came. */
export class AccountValues {
  private readonly byType = new Map<string, Map<string, Buffer>>();

  /** @param records a snapshot, where there is one, and what was written after it */
  static of(records: Buffer[]): AccountValues {
    const values = new AccountValues();
    for (const record of records) values.apply(decodeRecord(record));
    return values;
  }

  /** Null for what is not there. */
  read(type: string, id: string): unknown {
    const stored = this.byType.get(type)?.get(id);
    return stored === undefined ? null : decodeValue(stored);
  }

  has(type: string, id: string): boolean {
    return this.byType.get(type)?.has(id) ?? false;
  }

  /** The ids of a type but for the newest so many. */
  olderThanNewest(count: number, type: string): string[] {
    const ids = this.byType.get(type)?.keys();
    const surplus = (this.byType.get(type)?.size ?? 0) - count;
    return Array.from({ length: Math.max(0, surplus) }, () => ids!.next().value!);
  }

  /** What of these changes is one. */
  differing(changes: Changes): RecordEntry[] {
    const entries: RecordEntry[] = [];
    for (const [type, byId] of Object.entries(changes)) {
      for (const [id, value] of Object.entries(byId)) {
        const known = this.byType.get(type)?.get(id);
        const encoded = value === null || value === undefined ? null : encodeValue(value);
        const same = encoded === null ? known === undefined : known !== undefined && encoded.equals(known);
        if (!same) entries.push([type, id, encoded]);
      }
    }
    return entries;
  }

  apply(entries: RecordEntry[]): void {
    for (const [type, id, value] of entries) {
      let byId = this.byType.get(type);
      if (!byId) this.byType.set(type, (byId = new Map()));
      if (value === null) byId.delete(id);
      else byId.set(id, shared(value));
    }
  }

  all(): RecordEntry[] {
    const entries: RecordEntry[] = [];
    for (const [type, byId] of this.byType) for (const [id, value] of byId) entries.push([type, id, value]);
    return entries;
  }

  clear(): void {
    this.byType.clear();
  }
}

/** One buffer for all values that are alike: thousands of an account say no more than that something is there. */
function shared(value: Buffer): Buffer {
  if (value.length > SHARED_BYTES) return value;
  const text = value.toString('latin1');
  const known = alike.get(text);
  if (known) return known;
  // A copy: what was read from a snapshot is a view, which would keep the whole of it.
  const copy = Buffer.alloc(value.length);
  value.copy(copy);
  if (alike.size < SHARED_AT_MOST) alike.set(text, copy);
  return copy;
}
