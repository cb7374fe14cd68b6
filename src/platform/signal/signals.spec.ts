import { setImmediate } from 'node:timers/promises';
import { Signals } from './index.js';

const FAR = { timeoutMs: 10_000, pollMs: 10_000 };

/** Answers `value` from the given call on. */
function probeThatFindsAt(call: number, value: string) {
  let calls = 0;
  return async () => (++calls >= call ? value : undefined);
}

it('answers at once what is true already', async () => {
  expect(await new Signals().waitUntil('a', probeThatFindsAt(1, 'yes'), FAR)).toBe('yes');
});

it('looks again when it is notified', async () => {
  const signals = new Signals();
  let state: string | undefined;
  const answer = signals.waitUntil('a', async () => state, FAR);
  state = 'yes';
  signals.notify('a');
  expect(await answer).toBe('yes');
});

it('looks only when it is notified where that is asked for, or when it is time to look by itself', async () => {
  const signals = new Signals();
  let calls = 0;
  const probe = async () => ++calls;
  const answer = signals.waitUntil('a', probe, { ...FAR, atOnce: false });
  await setImmediate();
  expect(calls).toBe(0);
  signals.notify('a');
  expect(await answer).toBe(1);
  expect(await signals.waitUntil('a', probe, { timeoutMs: 10_000, pollMs: 5, atOnce: false })).toBe(2);
});

it('does not lose a notification that comes during a probe', async () => {
  const signals = new Signals();
  let calls = 0;
  const answer = signals.waitUntil(
    'a',
    async () => {
      if (++calls === 1) signals.notify('a');
      return calls === 2 ? 'yes' : undefined;
    },
    FAR,
  );
  expect(await answer).toBe('yes');
});

it('finds a change that nobody announced', async () => {
  expect(await new Signals().waitUntil('a', probeThatFindsAt(3, 'yes'), { timeoutMs: 10_000, pollMs: 5 })).toBe('yes');
});

it('answers undefined when the time is up', async () => {
  expect(await new Signals().waitUntil('a', async () => undefined, { timeoutMs: 20, pollMs: 5 })).toBeUndefined();
});

it('wakes only the waits for the key', async () => {
  const signals = new Signals();
  const probed: string[] = [];
  const wait = (key: string) => signals.waitUntil(key, async () => void probed.push(key), FAR);
  const waits = [wait('a'), wait('b')];
  await setImmediate();
  signals.notify('b');
  await setImmediate();
  expect(probed).toEqual(['a', 'b', 'b']);
  signals.onModuleDestroy();
  await Promise.all(waits);
});

it('ends all waits on shutdown', async () => {
  const signals = new Signals();
  const answers = ['a', 'b'].map((key) => signals.waitUntil(key, async () => undefined, FAR));
  signals.onModuleDestroy();
  expect(await Promise.all(answers)).toEqual([undefined, undefined]);
  expect(await signals.waitUntil('c', async () => undefined, FAR)).toBeUndefined();
});

it('keeps no listener after a wait, not even after a failing probe', async () => {
  const signals = new Signals();
  await signals.waitUntil('a', probeThatFindsAt(1, 'yes'), FAR);
  const failing = signals.waitUntil('a', async () => Promise.reject(new Error('database is gone')), FAR);
  await expect(failing).rejects.toThrow('database is gone');
  expect(signals.size).toBe(0);
});
