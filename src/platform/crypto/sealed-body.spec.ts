import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ByteRange, openBody, plainSize, sealBody, sealedPart, sealedSize } from './index.js';

const CHUNK = 64 * 1024;
const key = randomBytes(32);
const place = 'media/1/images/original';

const seal = (plain: Buffer, at = place) => buffer(Readable.from(pieces(plain)).pipe(sealBody(key, at)));

/** In pieces that fit no chunk, as networks deliver them. */
function pieces(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 50_001) found.push(bytes.subarray(at, at + 50_001));
  return found;
}

function open(sealed: Buffer, plainBytes: number, range?: ByteRange, at = place): Promise<Buffer> {
  const part = sealedPart(plainBytes, range);
  const bytes = sealed.subarray(part.offset, part.offset + part.length);
  return buffer(Readable.from(pieces(bytes)).pipe(openBody(key, at, part)));
}

it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])('opens a body of %i bytes', async (size) => {
  const plain = randomBytes(size);
  const sealed = await seal(plain);
  expect(sealed).toHaveLength(sealedSize(size));
  expect(plainSize(sealed.length)).toBe(size);
  expect((await open(sealed, size)).equals(plain)).toBe(true);
});

it('opens any part of a body from the chunks that hold it', async () => {
  const plain = randomBytes(3 * CHUNK + 100);
  const sealed = await seal(plain);
  const edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK, plain.length - 1, plain.length];
  for (const from of edges) {
    for (const to of edges.filter((edge) => edge > from)) {
      const part = await open(sealed, plain.length, { offset: from, length: to - from });
      expect([from, to, part.equals(plain.subarray(from, to))]).toEqual([from, to, true]);
    }
  }
  expect(sealedPart(plain.length, { offset: CHUNK, length: 1 }).length).toBe(CHUNK + 16);
});

it('refuses a changed byte in any chunk', async () => {
  const plain = randomBytes(2 * CHUNK + 5);
  const sealed = await seal(plain);
  for (const at of [0, CHUNK, CHUNK + 16, 2 * (CHUNK + 16), sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] = changed[at]! ^ 1;
    await expect(open(changed, plain.length)).rejects.toThrow();
  }
});

it('refuses a body that was cut, also between two chunks', async () => {
  const plain = randomBytes(2 * CHUNK);
  const sealed = await seal(plain);
  await expect(open(sealed.subarray(0, -1), plain.length)).rejects.toThrow();
  const shorter = sealed.subarray(0, CHUNK + 16);
  await expect(open(shorter, plain.length)).rejects.toThrow('cut');
  await expect(open(shorter, plainSize(shorter.length))).rejects.toThrow();
});

it('refuses chunks in another order, and the body of another place', async () => {
  const plain = randomBytes(3 * CHUNK);
  const sealed = await seal(plain);
  const chunk = (at: number) => sealed.subarray(at * (CHUNK + 16), (at + 1) * (CHUNK + 16));
  await expect(open(Buffer.concat([chunk(1), chunk(0), chunk(2)]), plain.length)).rejects.toThrow();
  await expect(open(sealed, plain.length, undefined, 'media/2/images/original')).rejects.toThrow();
});
