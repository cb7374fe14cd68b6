import { deserialize, serialize } from 'node:v8';

/** One change: type, id, and the encoded value or null when it is forgotten. */
export type RecordEntry = [type: string, id: string, value: Buffer | null];

/** Bump when the meaning of a record changes; older ones must stay readable. */
const FORMAT = 1;

/**
 * Values are kept in the structured-clone encoding of V8: buffers stay bytes (a third of their size as JSON), and every
 * newer runtime reads what an older one wrote.
 */
export function encodeValue(value: unknown): Buffer {
  return serialize(value);
}

export function decodeValue(encoded: Buffer): unknown {
  return deserialize(encoded);
}

export function encodeRecord(entries: RecordEntry[]): Buffer {
  return Buffer.concat([Buffer.from([FORMAT]), serialize(entries)]);
}

export function decodeRecord(record: Buffer): RecordEntry[] {
  if (record[0] !== FORMAT) throw new Error(`records of format ${record[0]} are not known here`);
  return deserialize(record.subarray(1)) as RecordEntry[];
}
