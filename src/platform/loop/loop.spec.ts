import { jest } from '@jest/globals';
import type { Log } from '../logging/index.js';
import { Loop } from './index.js';

const IDLE_MS = 1000;

class FakeLog implements Log {
  readonly lines: string[] = [];
  debug = (_fields: object, message: string) => void this.lines.push(message);
  info = this.debug;
  warn = this.debug;
  error = this.debug;
}

/** A loop that plays the given steps, then idles. */
function loopOf(...steps: (() => Promise<'more' | 'idle'>)[]) {
  const log = new FakeLog();
  const done = { steps: 0 };
  const run = async () => steps[done.steps++]?.() ?? 'idle';
  return { loop: new Loop({ name: 'test', run, idleMs: IDLE_MS, log }), log, done };
}

const more = async () => 'more' as const;
const idle = async () => 'idle' as const;
const fail = async () => Promise.reject(new Error('no database'));

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('drains without rest while there is more, then rests', async () => {
  const { loop, done } = loopOf(more, more, idle);
  loop.start();
  await jest.advanceTimersByTimeAsync(0);
  expect(done.steps).toBe(3);
  await jest.advanceTimersByTimeAsync(IDLE_MS);
  expect(done.steps).toBe(4);
});

it('works at once after a nudge', async () => {
  const { loop, done } = loopOf();
  loop.start();
  await jest.advanceTimersByTimeAsync(0);
  loop.nudge();
  await jest.advanceTimersByTimeAsync(0);
  expect(done.steps).toBe(2);
});

it('hears a nudge that comes while it works', async () => {
  let finish: (next: 'idle') => void = () => undefined;
  const { loop, done } = loopOf(() => new Promise((resolve) => (finish = resolve)));
  loop.start();
  loop.nudge();
  finish('idle');
  await jest.advanceTimersByTimeAsync(0);
  expect(done.steps).toBe(2);
});

it('waits longer after each failure, whatever nudges come, and forgets it after a success', async () => {
  const { loop, log, done } = loopOf(fail, fail, idle, fail);
  loop.start();
  await jest.advanceTimersByTimeAsync(200);
  loop.nudge();
  await jest.advanceTimersByTimeAsync(0);
  expect(done.steps).toBe(1);
  await jest.advanceTimersByTimeAsync(50);
  expect(done.steps).toBe(2);
  await jest.advanceTimersByTimeAsync(500);
  expect(done.steps).toBe(3);
  expect(log.lines).toEqual(['loop step failed', 'loop step failed']);
  loop.nudge();
  await jest.advanceTimersByTimeAsync(250);
  expect(done.steps).toBe(5);
});

it('never waits longer than 5 s', async () => {
  const { loop, done } = loopOf(...Array.from({ length: 40 }, () => fail));
  loop.start();
  await jest.advanceTimersByTimeAsync(120_000);
  const before = done.steps;
  await jest.advanceTimersByTimeAsync(5_000);
  expect(done.steps).toBe(before + 1);
});

it('stops after the running step', async () => {
  let finish: (next: 'more') => void = () => undefined;
  const { loop, done } = loopOf(() => new Promise((resolve) => (finish = resolve)));
  loop.start();
  const stopped = loop.stop(5000);
  finish('more');
  expect(await stopped).toBe(true);
  expect(done.steps).toBe(1);
});

it('stops at once while it rests or waits out a failure, and when it never ran', async () => {
  for (const step of [idle, fail]) {
    const { loop } = loopOf(step);
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(await loop.stop(5000)).toBe(true);
  }
  expect(await loopOf().loop.stop(5000)).toBe(true);
});

it('leaves a step behind that does not end in time', async () => {
  const { loop, log } = loopOf(() => new Promise(() => undefined));
  loop.start();
  const stopped = loop.stop(5000);
  await jest.advanceTimersByTimeAsync(5000);
  expect(await stopped).toBe(false);
  expect(log.lines).toEqual(['loop is left while it is still working']);
});
