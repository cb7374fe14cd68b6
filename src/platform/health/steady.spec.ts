import { afterLook, OUTDATED_AFTER_MS, type Standing } from './steady.js';

/** What a check is taken for after each of these looks, a second apart. */
function told(looks: boolean[]): boolean[] {
  let standing: Standing | null = null;
  return looks.map((isOk, second) => (standing = afterLook(standing, isOk, second * 1_000)).isOk);
}

it('believes the first look', () => {
  expect([told([true]), told([false])]).toEqual([[true], [false]]);
});

it('takes two looks in a row to change, either way', () => {
  expect(told([true, false, false, true, true])).toEqual([true, true, false, false, true]);
});

it('never flaps with what answers every other time', () => {
  expect(told([true, false, true, false, true, false])).toEqual([true, true, true, true, true, true]);
});

it('believes a look at once when nobody looked for long', () => {
  const before = afterLook(null, true, 0);
  expect(afterLook(before, false, OUTDATED_AFTER_MS + 1).isOk).toBe(false);
});
