import { opusHead, opusSeconds } from './ogg-opus.js';

function page(granule: bigint, body: Buffer): Buffer {
  const header = Buffer.alloc(28);
  header.write('OggS');
  header.writeBigInt64LE(granule, 6);
  header.writeUInt8(1, 26);
  header.writeUInt8(body.length, 27);
  return Buffer.concat([header, body]);
}

const first = page(0n, Buffer.from('OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0', 'latin1'));
const head = { preSkip: 312 };

it('knows Opus in Ogg by its beginning', () => {
  expect(opusHead(first)).toEqual(head);
  expect(opusHead(page(0n, Buffer.from('\x01vorbis and more of it', 'latin1')))).toBeNull();
  expect(opusHead(first.subarray(0, 36))).toBeNull();
  expect(opusHead(Buffer.alloc(0))).toBeNull();
});

it('tells its length by the last page that has a position', () => {
  const sound = Buffer.alloc(100, 7);
  const file = Buffer.concat([
    first,
    page(48_000n, sound),
    page(144_312n, sound),
    page(-1n, sound),
    Buffer.from('OggS'),
  ]);
  expect(opusSeconds(head, file)).toBe(3);
  expect(opusSeconds(head, Buffer.concat([first, page(100n, sound)]))).toBe(0);
  expect(opusSeconds(head, first)).toBeNull();
  expect(opusSeconds(head, Buffer.alloc(0))).toBeNull();
});
