import { Problem } from '../../contracts/errors.js';
import { Counters } from '../redis/index.js';
import { type Limit, Limits } from './limits.service.js';

const LIMIT: Limit = {
  name: 'messages',
  most: 3,
  windowSeconds: 60,
  reason: 'message_quota',
  what: 'messages an hour',
};

let limits: Limits;
beforeEach(() => void (limits = new Limits(new Counters(null))));

const refusalOf = async (amount: number): Promise<Problem> => {
  const answer = await limits.take(LIMIT, 'ann', amount).catch((error: unknown) => error);
  if (!(answer instanceof Problem)) throw new Error('it was allowed');
  return answer;
};

describe('a limit', () => {
  it('lets through as much as fits, and says what is left', async () => {
    expect(await limits.take(LIMIT, 'ann', 2)).toEqual({ limit: 3, remaining: 1, resetSeconds: 60 });
    expect(await limits.take(LIMIT, 'ann')).toMatchObject({ remaining: 0 });
    expect(await refusalOf(1)).toMatchObject({
      code: 'RATE_LIMITED',
      reason: 'message_quota',
      retryAfterSeconds: 60,
      allowance: { limit: 3, remaining: 0 },
    });
  });

  it('counts nothing of what it refuses', async () => {
    await limits.take(LIMIT, 'ann', 2);
    expect((await refusalOf(2)).detail).toBe('There may be no more than 3 messages an hour; 1 more can be taken now.');
    expect(await limits.take(LIMIT, 'ann')).toMatchObject({ remaining: 0 });
  });

  it('has room again for what was given back', async () => {
    await limits.take(LIMIT, 'ann', 3);
    expect((await limits.add(LIMIT, 'ann', -1)).left).toMatchObject({ remaining: 1 });
    expect(await limits.take(LIMIT, 'ann')).toMatchObject({ remaining: 0 });
  });

  it('is one for each key', async () => {
    await limits.take(LIMIT, 'ann', 3);
    expect(await limits.take(LIMIT, 'ben', 3)).toMatchObject({ remaining: 0 });
  });
});
