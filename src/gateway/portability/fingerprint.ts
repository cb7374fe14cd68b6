import { createHash } from 'node:crypto';

/** What people compare of the key of an installation: SHA-256 of the public key (SPKI), in hexadecimal. */
export function fingerprintOf(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest('hex');
}

export const FINGERPRINT = /^[0-9a-f]{64}$/;
