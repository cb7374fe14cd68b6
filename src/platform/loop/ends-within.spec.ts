import { endsWithin } from './ends-within.js';

describe('a wait with a limit', () => {
  it('says whether the work has ended in time', async () => {
    expect(await endsWithin(Promise.resolve('done'), 1_000)).toBe(true);
    expect(await endsWithin(new Promise(() => undefined), 1)).toBe(false);
  });

  it('throws what the work throws', async () => {
    await expect(endsWithin(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
  });
});
