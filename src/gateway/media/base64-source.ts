import { Readable } from 'node:stream';

/** A multiple of 4: every slice is decoded by itself. */
const SLICE_CHARS = 64 * 1024;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The bytes of a text in standard base64, decoded a slice at a time; null when it is something else. */
export function base64Source(text: string): Readable | null {
  if (text.length % 4 !== 0 || !BASE64.test(text)) return null;
  const slices = function* () {
    for (let at = 0; at < text.length; at += SLICE_CHARS) yield Buffer.from(text.slice(at, at + SLICE_CHARS), 'base64');
  };
  return Readable.from(slices(), { objectMode: false });
}
