import { types } from 'node:util';
import { decodeValue, encodeValue, type RecordEntry } from './account-record.js';

/** A value of an account as JSON: what JSON does not have is `{"$":…}`. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One value of an account, on its way to another installation, which may run another version of Node.js. */
export type PortableEntry = [type: string, id: string, value: Json];

const TAG = '$';

/** Both ways between an account's record and JSON. Throws for what neither knows, rather than to leave it out. */
export const portableEntry = {
  from: ([type, id, value]: RecordEntry): PortableEntry => [
    type,
    id,
    value === null ? null : toJson(decodeValue(value)),
  ],

  to(entry: unknown): RecordEntry {
    if (!Array.isArray(entry) || entry.length !== 3) throw new TypeError('an entry has a type, an id and a value');
    const [type, id, value] = entry as [unknown, unknown, Json];
    if (typeof type !== 'string' || typeof id !== 'string') throw new TypeError('types and ids are text');
    return [type, id, encodeValue(fromJson(value))];
  },
};

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [TAG]: 'number', value: String(value) };
  if (value === undefined) return { [TAG]: 'undefined' };
  if (typeof value === 'bigint') return { [TAG]: 'bigint', value: String(value) };
  if (types.isUint8Array(value)) return { [TAG]: 'bytes', value: Buffer.from(value).toString('base64') };
  if (types.isDate(value)) return { [TAG]: 'date', value: value.toISOString() };
  if (Array.isArray(value)) return value.map(toJson);
  if (isPlain(value)) return fieldsToJson(value);
  throw new TypeError(`a value of the kind ${Object.prototype.toString.call(value)} can not leave`);
}

function fieldsToJson(value: object): Json {
  const fields = Object.entries(value).map(([key, field]): [string, Json] => [key, toJson(field)]);
  return TAG in value ? { [TAG]: 'object', value: fields } : Object.fromEntries(fields);
}

function fromJson(value: Json): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(fromJson);
  if (TAG in value) return tagged(value[TAG], value['value'] ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, fromJson(field)]));
}

function tagged(tag: Json | undefined, value: Json): unknown {
  if (tag === 'undefined') return undefined;
  if (tag === 'object' && Array.isArray(value)) return Object.fromEntries(value.map(fieldFromJson));
  if (typeof value !== 'string') throw new TypeError('a value is not of its kind');
  if (tag === 'bytes') return Buffer.from(value, 'base64');
  if (tag === 'bigint') return BigInt(value);
  if (tag === 'date') return new Date(value);
  if (tag === 'number') return Number(value);
  throw new TypeError(`values of the kind ${JSON.stringify(tag)} are not known here`);
}

function fieldFromJson(field: Json): [string, unknown] {
  if (!Array.isArray(field) || typeof field[0] !== 'string') throw new TypeError('a field has a name');
  return [field[0], fromJson(field[1] ?? null)];
}

/** Of all that structured clones can be, only those are plain objects. */
function isPlain(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}
