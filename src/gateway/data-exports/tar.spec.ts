import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { tar, type TarEntry } from './tar.js';

const NOW = new Date('2026-01-15T10:30:00Z');
const entry = (name: string, text: string, size = Buffer.byteLength(text)): TarEntry => ({
  name,
  size,
  content: [Buffer.from(text)],
});
const archive = (...entries: TarEntry[]) => buffer(Readable.from(tar(Readable.from(entries), NOW)));

it('is an archive that tar reads, whatever the sizes', async () => {
  const entries = [
    entry('a.json', '{}'),
    entry('media/b-1.bin', 'x'.repeat(512)),
    entry('c/d.txt', ''),
    entry('e', 'y'.repeat(5_000)),
  ];
  const made = await archive(...entries);
  expect(made.length % 512).toBe(0);
  const names = execFileSync('tar', ['-tf', '-'], { input: made }).toString().trim().split('\n');
  expect(names).toEqual(['a.json', 'media/b-1.bin', 'c/d.txt', 'e']);
  expect(execFileSync('tar', ['-xOf', '-', 'e'], { input: made }).toString()).toBe('y'.repeat(5_000));
});

it('ends with an error rather than to say a wrong size', async () => {
  await expect(archive(entry('a', 'abc', 4))).rejects.toThrow('a has 3 bytes instead of 4');
});

it.each(['', '../ä', 'n'.repeat(101)])('takes no name that readers may not understand: %j', async (name) => {
  await expect(archive(entry(name, ''))).rejects.toThrow(RangeError);
});
