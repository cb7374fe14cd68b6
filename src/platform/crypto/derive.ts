import { hkdfSync } from 'node:crypto';

/** A 32-byte key for one purpose (HKDF-SHA256): the same master and label give the same key, another label an unrelated one. */
export function deriveKey(master: Buffer, label: string): Buffer {
  if (master.length !== 32) throw new RangeError('the master key must have 32 bytes');
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `wagate/${label}`, 32));
}
