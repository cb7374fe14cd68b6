import type { ByteRange } from '../../platform/crypto/index.js';

/** What of a file answers a request. */
export type DownloadPart = { status: 200 } | { status: 206; range: ByteRange } | { status: 304 } | { status: 416 };

/** The headers of a request that decide it; absent ones are undefined. */
export interface DownloadWish {
  range: string | undefined;
  ifRange: string | undefined;
  ifNoneMatch: string | undefined;
}

/**
 * Which part of a file of `sizeBytes` (at least 1) is asked for (RFC 9110, 13 and 14). One range is honoured; several, other units
 * and nonsense are answered with the whole file, as the RFC allows.
 */
export function downloadPart(sizeBytes: number, etag: string, wish: DownloadWish): DownloadPart {
  if (wish.ifNoneMatch !== undefined && names(wish.ifNoneMatch, etag)) return { status: 304 };
  const asked = /^bytes=(\d*)-(\d*)$/.exec(wish.range?.replaceAll(' ', '') ?? '');
  if (!asked || (wish.ifRange !== undefined && wish.ifRange !== etag)) return { status: 200 };
  const [, first = '', last = ''] = asked;
  if (first === '') return last === '' ? { status: 200 } : suffix(sizeBytes, Number(last));
  const [from, to] = [Number(first), Math.min(last === '' ? Infinity : Number(last), sizeBytes - 1)];
  if (last !== '' && Number(last) < from) return { status: 200 };
  return from >= sizeBytes ? { status: 416 } : { status: 206, range: { offset: from, length: to - from + 1 } };
}

function suffix(sizeBytes: number, length: number): DownloadPart {
  if (length === 0) return { status: 416 };
  const taken = Math.min(length, sizeBytes);
  return { status: 206, range: { offset: sizeBytes - taken, length: taken } };
}

/** If-None-Match compares weakly. */
function names(ifNoneMatch: string, etag: string): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
