import { Recent } from './recent.js';

/** A memory of two answers for 100 ms, with a clock set by hand and look-ups that are counted. */
function memory() {
  const clock = { ms: 0 };
  const recent = new Recent<string>({ ttlMs: 100, max: 2, nowMs: () => clock.ms });
  let lookUps = 0;
  const ask = (key: string) => recent.get(key, () => Promise.resolve(`${key} ${++lookUps}`));
  return { ask, clock, recent };
}

describe('recent answers', () => {
  it('are given again until they are too old', async () => {
    const { ask, clock } = memory();
    expect(await ask('a')).toBe('a 1');
    clock.ms = 99;
    expect(await ask('a')).toBe('a 1');
    clock.ms = 100;
    expect(await ask('a')).toBe('a 2');
  });

  it('are shared by callers that ask at the same time', async () => {
    const { ask } = memory();
    expect(await Promise.all([ask('a'), ask('a')])).toEqual(['a 1', 'a 1']);
  });

  it('push out the oldest when there are too many', async () => {
    const { ask } = memory();
    await ask('a');
    await ask('b');
    await ask('c');
    expect(await ask('c')).toBe('c 3');
    expect(await ask('b')).toBe('b 2');
    expect(await ask('a')).toBe('a 4');
  });

  it('are gone once forgotten', async () => {
    const { ask, recent } = memory();
    await ask('a');
    recent.forget('a');
    expect(await ask('a')).toBe('a 2');
  });

  it('are not remembered when the look-up failed', async () => {
    const { ask, recent } = memory();
    await expect(recent.get('a', () => Promise.reject(new Error('database is down')))).rejects.toThrow('down');
    expect(await ask('a')).toBe('a 1');
  });
});
