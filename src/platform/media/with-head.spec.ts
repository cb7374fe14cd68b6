import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Meter } from './meter.js';
import { withHead } from './with-head.js';

it('gives the first bytes and then all of them', async () => {
  for (const pieces of [['abc', 'defgh', 'ijk'], ['abcdefghijk'], [...'abcdefghijk']]) {
    const { head, body } = await withHead(Readable.from(pieces.map((piece) => Buffer.from(piece))), 5);
    expect(String(head)).toBe('abcde');
    expect(String(await buffer(body))).toBe('abcdefghijk');
  }
});

it('gives all of a stream that is shorter', async () => {
  const { head, body } = await withHead(Readable.from([Buffer.from('ab')]), 5);
  expect([String(head), String(await buffer(body))]).toEqual(['ab', 'ab']);
  expect((await withHead(Readable.from([]), 5)).head).toHaveLength(0);
});

it('closes the stream when what it gave is closed, begun or not', async () => {
  const source = Readable.from(['abc', 'def'].map((piece) => Buffer.from(piece)));
  const { body } = await withHead(source, 2);
  const closed = new Promise((resolve) => source.once('close', resolve));
  body.destroy();
  await closed;
});

it('throws what the stream throws, before and after the first bytes', async () => {
  const broken = (after: string[]) =>
    Readable.from(
      (function* () {
        for (const piece of after) yield Buffer.from(piece);
        throw new Error('broken off');
      })(),
    );
  await expect(withHead(broken(['a']), 5)).rejects.toThrow('broken off');
  const { body } = await withHead(broken(['abcdef']), 5);
  await expect(buffer(body)).rejects.toThrow('broken off');
});

it('counts what passes, and stops what is too much', async () => {
  const tooLarge = () => new Error('too large');
  const exact = Readable.from([Buffer.from('abc'), Buffer.from('de')]).pipe(new Meter(5, tooLarge));
  expect(String(await buffer(exact))).toBe('abcde');
  expect([exact.sizeBytes, exact.sha256().toString('hex').slice(0, 8)]).toEqual([5, '36bbe50e']);
  const over = Readable.from([Buffer.from('abc'), Buffer.from('def')]).pipe(new Meter(5, tooLarge));
  await expect(buffer(over)).rejects.toThrow('too large');
});
