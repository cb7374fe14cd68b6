import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedAsyncLocalStorage } from './shared-async-storage.js';

describe('the shared async storage', () => {
  const Shared = sharedAsyncLocalStorage(AsyncLocalStorage);

  it('keeps the values of its instances apart, across awaits', async () => {
    const one = new Shared<string>();
    const two = new Shared<string>();
    const seen = await one.run('a', () =>
      two.run('b', async () => {
        await sleep(1);
        return [one.getStore(), two.getStore()];
      }),
    );
    expect(seen).toEqual(['a', 'b']);
    expect(one.getStore()).toBeUndefined();
  });

  it('nests and leaves', () => {
    const storage = new Shared<number>();
    storage.run(1, () => {
      expect(storage.run(2, () => storage.getStore())).toBe(2);
      expect(storage.exit(() => storage.getStore())).toBeUndefined();
      expect(storage.getStore()).toBe(1);
    });
  });
});
