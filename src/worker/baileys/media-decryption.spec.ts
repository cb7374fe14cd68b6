import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MediaDecryption } from './media-decryption.js';

const mediaKey = randomBytes(32);
const base64sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

/** As a phone encrypts (Baileys, encryptedStream). */
function encrypted(plain: Buffer, name: string): Buffer {
  const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(32), `WhatsApp ${name} Keys`, 112));
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), keys.subarray(0, 16));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  const mac = createHmac('sha256', keys.subarray(48, 80)).update(keys.subarray(0, 16)).update(ciphertext).digest();
  return Buffer.concat([ciphertext, mac.subarray(0, 10)]);
}

const sourceOf = (plain: Buffer, sealed: Buffer) => ({
  type: 'image' as const,
  mediaKey: mediaKey.toString('base64'),
  sha256: base64sha256(plain),
  encSha256: base64sha256(sealed),
});

/** In pieces of this size. */
function decrypt(sealed: Buffer, source: ConstructorParameters<typeof MediaDecryption>[0], size = 1_000) {
  const pieces: Buffer[] = [];
  for (let at = 0; at < sealed.length; at += size) pieces.push(sealed.subarray(at, at + size));
  return buffer(Readable.from(pieces).pipe(new MediaDecryption(source)));
}

describe('a file of WhatsApp', () => {
  it.each([0, 1, 15, 16, 17, 5_000])('of %i bytes is decrypted, whatever pieces it comes in', async (length) => {
    const plain = randomBytes(length);
    const sealed = encrypted(plain, 'Image');
    for (const size of [1, 7, 16, 10_000]) {
      expect((await decrypt(sealed, sourceOf(plain, sealed), size)).equals(plain)).toBe(true);
    }
  });

  it('is refused when a byte of it was changed, it was cut, or it is of another kind', async () => {
    const plain = randomBytes(500);
    const sealed = encrypted(plain, 'Image');
    const bent = Buffer.from(sealed);
    bent[100]! ^= 1;
    const unhashed = { ...sourceOf(plain, sealed), sha256: null, encSha256: null };
    for (const wrong of [bent, sealed.subarray(0, 300), sealed.subarray(0, 5), Buffer.alloc(0)]) {
      await expect(decrypt(wrong, unhashed)).rejects.toThrow('its seal is wrong');
    }
    await expect(decrypt(encrypted(plain, 'Video'), unhashed)).rejects.toThrow('its seal is wrong');
  });

  it('is refused when the message told of another file', async () => {
    const plain = randomBytes(500);
    const sealed = encrypted(plain, 'Image');
    const told = sourceOf(plain, sealed);
    await expect(decrypt(sealed, { ...told, sha256: base64sha256(sealed) })).rejects.toThrow('not the file');
    await expect(decrypt(sealed, { ...told, encSha256: base64sha256(plain) })).rejects.toThrow('not the file');
  });
});
