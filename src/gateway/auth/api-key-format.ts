import { createHmac, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

// wag_<8: id>_<32: secret, 190 bits><6: checksum>. The fixed start lets secret scanners find leaked keys, the checksum lets us
// refuse typos and inventions without asking the database.
const SHAPE = /^(wag_[0-9A-Za-z]{8})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface ApiKeyParts {
  /** Public: `wag_` and the id. Names the key in lists and finds its row. */
  prefix: string;
  secret: string;
}

/** A fresh API key. Show it once and store {@link hashSecret} of its secret only. */
export function newApiKey(): ApiKeyParts & { key: string } {
  return newSecretOf(`wag_${randomDigits(8)}`);
}

/** The same key with another secret. */
export function newSecretOf(prefix: string): ApiKeyParts & { key: string } {
  const secret = randomDigits(32);
  return { key: `${prefix}_${secret}${checksum(`${prefix}_${secret}`)}`, prefix, secret };
}

/** The parts of a well-formed key with a right checksum, else null. Says nothing on whether the key exists. */
export function parseApiKey(key: string): ApiKeyParts | null {
  const [, prefix, secret, sum] = SHAPE.exec(key) ?? [];
  if (prefix === undefined || secret === undefined) return null;
  return sum === checksum(`${prefix}_${secret}`) ? { prefix, secret } : null;
}

/** What is stored of a secret. It has too much entropy to be guessed, so a fast hash does; the pepper is not in the database. */
export function hashSecret(secret: string, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update(secret).digest();
}

/** CRC-32 in six base62 digits. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function randomDigits(length: number): string {
  return Array.from({ length }, () => DIGITS.charAt(randomInt(62))).join('');
}
