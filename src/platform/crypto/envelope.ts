import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// Layout: version(1) nonce(12) tag(16) ciphertext. The version and the caller's data are authenticated together.
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * Encrypts and authenticates (AES-256-GCM). `aad` names the place the result belongs to (which row, which column): opened with
 * another `aad` it is refused. A caller that passes `nonce` (12 bytes) promises never to use it twice with the same key.
 */
export function seal(key: Buffer, plaintext: Buffer, aad: Buffer, nonce: Buffer = randomBytes(NONCE_BYTES)): Buffer {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce has 12 bytes');
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(withVersion(aad));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext]);
}

/** The plaintext; throws when the key or the `aad` is another one, or any byte was changed. */
export function open(key: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  if (sealed.length < HEADER_BYTES) throw new Error('sealed data is too short');
  if (sealed[0] !== VERSION) throw new Error('sealed data has an unknown version');
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(withVersion(aad));
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
}

function withVersion(aad: Buffer): Buffer {
  return Buffer.concat([Buffer.of(VERSION), aad]);
}
