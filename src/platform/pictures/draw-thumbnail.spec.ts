import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { drawThumbnail, restrictDrawing } from './draw-thumbnail.js';

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 4, background: '#f008' } });

beforeAll(restrictDrawing);

it.each(['jpeg', 'png', 'webp', 'gif'] as const)('draws a %s small', async (format) => {
  const { width, height, thumbnail } = await drawThumbnail(await plain(640, 480).toFormat(format).toBuffer(), 100);
  expect([width, height]).toEqual([640, 480]);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 100, height: 75 });
});

it('cuts a square out of the middle', async () => {
  const { thumbnail } = await drawThumbnail(await plain(300, 200).png().toBuffer(), 640, true);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 640, height: 640 });
});

it('makes no picture larger', async () => {
  const { thumbnail } = await drawThumbnail(await plain(20, 10).png().toBuffer(), 100);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 20, height: 10 });
});

it('turns a picture the right way up, and keeps nothing else of what it says of itself', async () => {
  const taken = plain(300, 200).withExif({ IFD0: { Copyright: 'nobody', Orientation: '6' } });
  const sideways = await taken.withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height, thumbnail } = await drawThumbnail(sideways, 100);
  expect([width, height]).toEqual([200, 300]);
  const { exif, orientation } = await sharp(thumbnail).metadata();
  expect([exif, orientation]).toEqual([undefined, undefined]);
});

it.each([
  ['no picture', () => Promise.resolve(randomBytes(5_000))],
  ['a picture that breaks off', async () => (await plain(640, 480).png().toBuffer()).subarray(0, 300)],
  [
    'a drawing that could load other files',
    () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
  ],
  ['a format that is no picture to WhatsApp', () => plain(64, 64).tiff().toBuffer()],
  ['more than 50 million pixels', () => plain(7_200, 7_000).png().toBuffer()],
])('draws nothing of %s', async (_name, bytes) => {
  await expect(drawThumbnail(await bytes(), 100)).rejects.toThrow();
});
