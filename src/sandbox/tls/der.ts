/** Just enough ASN.1 DER to write X.509 certificates: each function gives one encoded value. */

function value(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const digits = Buffer.alloc(4);
  digits.writeUInt32BE(size);
  const significant = digits.subarray(digits.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 | significant.length]), significant]);
}

export const sequence = (...items: Uint8Array[]) => value(0x30, ...items);
export const set = (...items: Uint8Array[]) => value(0x31, ...items);
export const boolean = (flag: boolean) => value(0x01, Buffer.from([flag ? 0xff : 0]));
export const octetString = (content: Uint8Array) => value(0x04, content);
export const utf8String = (text: string) => value(0x0c, Buffer.from(text));
/** Whole bytes only. */
export const bitString = (content: Uint8Array) => value(0x03, Buffer.from([0]), content);
/** The first bits of one byte, as key usage is written; `unused` counts those to ignore at its end. */
export const flags = (bits: number, unused: number) => value(0x03, Buffer.from([unused, bits]));
/** Context-specific tag around encoded values. */
export const explicit = (number: number, ...content: Uint8Array[]) => value(0xa0 | number, ...content);
/** Context-specific tag in place of the usual one, for primitive values. */
export const implicit = (number: number, content: Uint8Array) => value(0x80 | number, content);

/** A non-negative whole number given as big-endian bytes. */
export function integer(magnitude: Uint8Array): Buffer {
  const needsSign = ((magnitude[0] ?? 0) & 0x80) !== 0;
  return value(0x02, needsSign ? Buffer.from([0]) : Buffer.alloc(0), magnitude);
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** UTCTime, which X.509 asks for until the year 2049. */
export function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`));
}
