import type { ConnectBudget } from '../mailbox/index.js';
import type { AppConfig } from '../platform/config/index.js';
import type { Log } from '../platform/logging/index.js';
import { ConnectQueue } from './connect-queue.service.js';

const log = { warn: () => undefined, error: () => undefined } as unknown as Log;

/** A queue over a budget that grants what `left` says, and the order in which the accounts had their turn. */
function queueWith(left: { urgent: number; others: number }, connectsPerSecond: number | null = 10) {
  const take = async (wanted: number, { urgent }: { urgent: boolean }) => {
    const kind = urgent ? 'urgent' : 'others';
    const granted = Math.min(wanted, left[kind]);
    left[kind] -= granted;
    return granted;
  };
  const queue = new ConnectQueue({ connectsPerSecond } as AppConfig, { take } as unknown as ConnectBudget, log);
  const had: string[] = [];
  const come = (sessionId: string, urgent = false) =>
    void queue.turn(sessionId, urgent).then(() => had.push(sessionId));
  return { queue, had, come, left };
}

const turns = async () => new Promise((resolve) => setImmediate(resolve));

let started: ConnectQueue | undefined;
const start = async (queue: ConnectQueue) => {
  started = queue;
  queue.onApplicationBootstrap();
  await turns();
};
afterEach(() => started?.onApplicationShutdown());

it('gives turns as far as the cluster grants them, to those with messages first', async () => {
  const { queue, had, come } = queueWith({ urgent: 2, others: 1 });
  come('a');
  come('b');
  come('c', true);
  come('d', true);
  await start(queue);
  expect(had).toEqual(['c', 'd', 'a']);
});

it('puts forward an account that gets a message while it waits', async () => {
  const { queue, had, come } = queueWith({ urgent: 1, others: 0 });
  come('a');
  come('b');
  queue.hurry('b');
  await start(queue);
  expect(had).toEqual(['b']);
});

it('lets an account go that is not to connect any more', async () => {
  const { queue, had, come } = queueWith({ urgent: 0, others: 0 });
  come('a');
  await start(queue);
  queue.leave('a');
  await turns();
  expect(had).toEqual(['a']);
});

it('gives an account that asks twice one turn for both', async () => {
  const { queue, had, come, left } = queueWith({ urgent: 0, others: 5 });
  come('a');
  come('a');
  await start(queue);
  expect(had).toEqual(['a', 'a']);
  expect(left.others).toBe(4);
});

it('lets everybody go at once where connects are not limited', async () => {
  const { queue } = queueWith({ urgent: 0, others: 0 }, null);
  await queue.turn('a', false);
});

it('goes on giving turns as the budget fills up again', async () => {
  const { queue, had, come, left } = queueWith({ urgent: 0, others: 1 });
  come('a');
  come('b');
  await start(queue);
  expect(had).toEqual(['a']);
  left.others = 1;
  for (let looks = 0; had.length < 2 && looks < 100; looks++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(had).toEqual(['a', 'b']);
});
