import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { base64Source } from './base64-source.js';

it.each([1, 2, 3, 49_152, 49_153, 200_000])('decodes %i bytes', async (size) => {
  const bytes = randomBytes(size);
  expect((await buffer(base64Source(bytes.toString('base64'))!)).equals(bytes)).toBe(true);
});

it.each(['', 'YQ', 'YQ=', 'Y===', 'YQ==YQ==', 'Y Q=', 'YWJ-', 'data:text/plain;base64,YQ=='])(
  'takes no "%s"',
  (text) => {
    expect(base64Source(text)).toBeNull();
  },
);
