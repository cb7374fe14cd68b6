import type { PairingCodeQuestion } from '../contracts/index.js';
import type { DatabaseClock } from '../platform/database/index.js';
import { requestContext } from '../platform/logging/index.js';
import { Answers } from './answers.service.js';
import type { Host } from './host.service.js';

const NOW = 1_000_000;
const seenBy: (string | undefined)[] = [];
const account = {
  epoch: 7n,
  pairingCode: async (phoneNumber: string) => {
    seenBy.push(requestContext.getStore()?.requestId);
    return { pairingCode: `of ${phoneNumber}`, expiresAt: '' };
  },
};
const host = { runner: (id: string) => (id === 'shop' ? account : undefined) } as unknown as Host;
const answers = new Answers(host, { now: () => NOW } as DatabaseClock);
const question: PairingCodeQuestion = { sessionId: 'shop', epoch: '7', deadline: NOW + 1, phoneNumber: '62' };

it('answers for the ownership that is meant, under the request that asks', async () => {
  expect(await answers.pairingCode({ ...question, requestId: 'r1' })).toMatchObject({ pairingCode: 'of 62' });
  expect(seenBy).toEqual(['r1']);
});

it('gives SESSION_MOVING for an account that is elsewhere, or was taken again', async () => {
  for (const wrong of [{ sessionId: 'other' }, { epoch: '6' }, { epoch: '8' }]) {
    await expect(answers.pairingCode({ ...question, ...wrong })).rejects.toMatchObject({ code: 'SESSION_MOVING' });
  }
});

it('does nothing for somebody who waits no more', async () => {
  await expect(answers.pairingCode({ ...question, deadline: NOW - 1 })).rejects.toMatchObject({
    code: 'WORKER_TIMEOUT',
  });
});
