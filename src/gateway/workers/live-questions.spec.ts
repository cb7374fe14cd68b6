import { jest } from '@jest/globals';
import { type AccountQuestion, Problem } from '../../contracts/index.js';
import type { Route, Routes } from '../../mailbox/index.js';
import type { DatabaseClock } from '../../platform/database/index.js';
import { type Bus, Undelivered } from '../../platform/transport/index.js';
import { LiveQuestions } from './live-questions.service.js';

const PATTERN = 'worker.:workerId.greet';
const w1: Route = { workerId: 'w1', epoch: '1' };
const w2: Route = { workerId: 'w2', epoch: '2' };

interface Asked {
  pattern: string;
  question: AccountQuestion;
  timeoutMs: number;
}

/** A gateway that remembers the first route and finds the others in the database, one after the other. */
function gateway(routes: (Route | null)[], answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  const next = async () => (routes.length > 1 ? routes.shift() : routes[0]) ?? null;
  const ask = async (pattern: string, question: AccountQuestion, timeoutMs: number) => {
    asked.push({ pattern, question, timeoutMs });
    return answer(asked.at(-1)!);
  };
  const live = new LiveQuestions(
    { find: next, findAnew: next } as unknown as Routes,
    { ask } as unknown as Bus,
    { now: () => Date.now() } as DatabaseClock,
  );
  return { asked, ask: (timeoutMs = 10_000) => live.ask(PATTERN, 'shop', { name: 'Ada' }, timeoutMs) };
}

beforeEach(() => {
  jest.useFakeTimers({ now: 5_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

/** What becomes of it, with time passing by itself. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  const settled = work.catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(20_000);
  return settled;
}

it('asks the owner, and says which ownership is meant and until when', async () => {
  const { ask, asked } = gateway([w1], () => 'hello');
  expect(await outcome(ask())).toBe('hello');
  expect(asked).toEqual([
    {
      pattern: 'worker.w1.greet',
      question: { name: 'Ada', sessionId: 'shop', epoch: '1', deadline: 15_000 },
      timeoutMs: 10_000,
    },
  ]);
});

it('follows a session that has moved, within the time of the first question', async () => {
  const moved = new Problem('SESSION_MOVING', 'not here');
  const { ask, asked } = gateway([w1, null, w2], ({ question }) => {
    if (question.epoch === '1') throw moved;
    return 'hello';
  });
  expect(await outcome(ask())).toBe('hello');
  expect(asked.map(({ pattern }) => pattern)).toEqual(['worker.w1.greet', 'worker.w2.greet']);
  expect(asked.at(-1)).toMatchObject({ question: { deadline: 15_000 }, timeoutMs: 9_600 });
});

it('asks again when the question reached nobody', async () => {
  const { ask, asked } = gateway([w1], () => {
    if (asked.length === 1) throw new Undelivered('the transport is not connected');
    return 'hello';
  });
  expect(await outcome(ask())).toBe('hello');
});

it('never repeats a question that somebody may have acted on', async () => {
  for (const code of ['WORKER_TIMEOUT', 'UNAVAILABLE', 'SESSION_NOT_CONNECTED'] as const) {
    const { ask, asked } = gateway([w1], () => {
      throw new Problem(code, 'no');
    });
    expect(await outcome(ask())).toMatchObject({ code });
    expect(asked).toHaveLength(1);
  }
});

it('gives up after three seconds', async () => {
  const startedAt = Date.now();
  let endedAt = 0;
  const { ask } = gateway([null], () => 'hello');
  const settled = ask().finally(() => (endedAt = Date.now()));
  expect(await outcome(settled)).toMatchObject({ code: 'NO_WORKER', status: 503, retryAfterSeconds: 5 });
  expect(endedAt - startedAt).toBeLessThanOrEqual(3_000);
});
