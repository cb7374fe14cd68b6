import { Problem } from '../../contracts/index.js';

const UUID_BYTES = 16;

/** An opaque place in a list: the id of the last row that was shown. */
export function cursorAt(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The id behind a cursor. Throws VALIDATION_FAILED for what is none of ours. */
export function idAt(cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length !== UUID_BYTES || bytes.toString('base64url') !== cursor) throw wrongCursor();
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function wrongCursor(): Problem {
  const detail = 'must be the nextCursor of an earlier answer';
  return new Problem('VALIDATION_FAILED', `cursor ${detail}.`, { errors: [{ pointer: 'cursor', detail }] });
}
