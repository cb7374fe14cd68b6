/** What the beginning of a voice message says of it (RFC 7845). */
export interface OpusHead {
  /** Samples of 48 kHz that are not played. */
  preSkip: number;
}

/** How much of a file the functions here want of its beginning and of its end: no page of Ogg is longer. */
export const OGG_HEAD_BYTES = 64;
export const OGG_TAIL_BYTES = 64 * 1024 + 512;

const PAGE = Buffer.from('OggS');
const OPUS = Buffer.from('OpusHead');
/** The first page has a header of 27 bytes and one of its segments. */
const OPUS_AT = 28;
const GRANULE_AT = 6;
const GRANULES_A_SECOND = 48_000;

/** Null when the file is no Opus in Ogg. */
export function opusHead(head: Buffer): OpusHead | null {
  if (!head.subarray(0, 4).equals(PAGE) || !head.subarray(OPUS_AT, OPUS_AT + 8).equals(OPUS)) return null;
  return head.length < OPUS_AT + 12 ? null : { preSkip: head.readUInt16LE(OPUS_AT + 10) };
}

/** How long it plays, in seconds, by the position that its last page tells; null where none is told. */
export function opusSeconds({ preSkip }: OpusHead, tail: Buffer): number | null {
  for (let at = tail.lastIndexOf(PAGE); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(PAGE, at - 1)) {
    if (at + GRANULE_AT + 8 > tail.length) continue;
    const granule = tail.readBigInt64LE(at + GRANULE_AT);
    // A page on which no packet ends says -1.
    if (granule > 0n) return Math.max(0, Number(granule) - preSkip) / GRANULES_A_SECOND;
  }
  return null;
}
