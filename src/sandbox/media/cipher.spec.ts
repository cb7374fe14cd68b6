import { createHash, randomBytes } from 'node:crypto';
import { openFile, sealFile } from './cipher.js';

describe('encrypted files', () => {
  const plain = randomBytes(100_001);
  const sealed = sealFile(plain, 'Image');

  async function* pieces(body: Buffer, size: number): AsyncGenerator<Buffer> {
    for (let start = 0; start < body.length; start += size) yield body.subarray(start, start + size);
  }

  it.each([7, 4096, 1_000_000])('are read in pieces of %i bytes', async (size) => {
    const opened = await openFile(pieces(sealed.body, size), 'Image', sealed.mediaKey);
    expect(opened).toEqual({
      sizeBytes: plain.length,
      sha256: createHash('sha256').update(plain).digest('hex'),
      head: plain.subarray(0, 64),
    });
  });

  it('are refused when a byte of them is another', async () => {
    const damaged = Buffer.from(sealed.body);
    damaged.writeUInt8(damaged.readUInt8(5000) ^ 1, 5000);
    await expect(openFile(pieces(damaged, 4096), 'Image', sealed.mediaKey)).rejects.toThrow('MAC');
  });

  it('are refused as another kind of file', async () => {
    await expect(openFile(pieces(sealed.body, 4096), 'Video', sealed.mediaKey)).rejects.toThrow();
  });
});
