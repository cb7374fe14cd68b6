import { Readable } from 'node:stream';
import { readAtMost } from './read-at-most.js';

describe('reading an answer', () => {
  it('takes the whole of a short one', async () => {
    expect(String(await readAtMost(Readable.from([Buffer.from('o'), Buffer.from('k')]), 10))).toBe('ok');
  });

  it('stops at the limit and drops the rest', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.from('abcd');
      })(),
    );
    expect(String(await readAtMost(endless, 6))).toBe('abcdab');
    expect(endless.destroyed).toBe(true);
  });

  it('gives what came when the connection breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('reset');
      })(),
    );
    expect(String(await readAtMost(broken, 10))).toBe('half');
  });
});
