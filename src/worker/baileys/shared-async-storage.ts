import type { AsyncLocalStorage } from 'node:async_hooks';

type Storage = typeof AsyncLocalStorage;

/**
 * A class to stand in for AsyncLocalStorage on Node before 24, where every instance that was ever used is walked for every
 * promise: Baileys makes one for each socket and never disables it, so each reconnect would make all messages dearer for the
 * life of the process. All instances of this class share one real one.
 */
export function sharedAsyncLocalStorage(Real: Storage): Storage {
  const shared = new Real<ReadonlyMap<object, unknown>>();

  class Shared<T> {
    static bind = Real.bind;
    static snapshot = Real.snapshot;

    run<R, A extends unknown[]>(store: T, callback: (...args: A) => R, ...args: A): R {
      return shared.run(new Map(shared.getStore()).set(this, store), callback, ...args);
    }

    getStore(): T | undefined {
      return shared.getStore()?.get(this) as T | undefined;
    }

    exit<R, A extends unknown[]>(callback: (...args: A) => R, ...args: A): R {
      return this.run(undefined as T, callback, ...args);
    }

    enterWith(store: T): void {
      shared.enterWith(new Map(shared.getStore()).set(this, store));
    }

    disable(): void {
      this.enterWith(undefined as T);
    }
  }
  return Shared as unknown as Storage;
}
