import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// Layout: version(1) nonce(12) tag(16) ciphertext. The version and the caller's data are authenticated together.
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** The length of what {@link wrapKey} gives. */
export const WRAPPED_KEY_BYTES = HEADER_BYTES + 32;

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

/** Seals a data key (32 bytes) under a key-encryption key; `aad` names what the data key is for. */
export function wrapKey(kek: Buffer, dek: Buffer, aad: Buffer): Buffer {
  if (dek.length !== 32) throw new RangeError('a data key has 32 bytes');
  return seal(kek, dek, aad);
}

/** The data key; throws like {@link open}. */
export function unwrapKey(kek: Buffer, wrapped: Buffer, aad: Buffer): Buffer {
  return open(kek, wrapped, aad);
}

/** {@link seal} for a small secret in a text column: base64, and the place as a string such as `webhook/<id>/secret`. */
export function sealText(key: Buffer, plaintext: string, place: string): string {
  return seal(key, Buffer.from(plaintext, 'utf8'), Buffer.from(place, 'utf8')).toString('base64');
}

/** What {@link sealText} sealed for the same place; throws like {@link open}. */
export function openText(key: Buffer, sealed: string, place: string): string {
  return open(key, Buffer.from(sealed, 'base64'), Buffer.from(place, 'utf8')).toString('utf8');
}

function withVersion(aad: Buffer): Buffer {
  return Buffer.concat([Buffer.of(VERSION), aad]);
}
