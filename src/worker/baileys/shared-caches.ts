import type { CacheStore, PossiblyExtendedCacheStore, SocketConfig } from '@whiskeysockets/baileys';
import { LRUCache } from 'lru-cache';

type Caches = Required<
  Pick<SocketConfig, 'userDevicesCache' | 'msgRetryCounterCache' | 'callOfferCache' | 'placeholderResendCache'>
>;

const MINUTE_MS = 60_000;

/**
 * Baileys' caches for all sockets of this process: bounded together, where Baileys would make four with a timer each per
 * socket; and outliving a socket, without which a message that can not be decrypted is asked for again after each reconnect.
 */
export class SharedCaches {
  private readonly devices = lru(50_000, 5 * MINUTE_MS);
  private readonly retries = lru(50_000, 60 * MINUTE_MS);
  private readonly calls = lru(5_000, 5 * MINUTE_MS);
  private readonly placeholders = lru(20_000, 60 * MINUTE_MS);

  /** The caches as one account sees them. */
  of(sessionId: string): Caches {
    return {
      userDevicesCache: view(this.devices, sessionId),
      msgRetryCounterCache: view(this.retries, sessionId),
      callOfferCache: view(this.calls, sessionId),
      placeholderResendCache: view(this.placeholders, sessionId),
    };
  }
}

type Store = LRUCache<string, NonNullable<unknown>>;

function lru(max: number, ttl: number): Store {
  return new LRUCache({ max, ttl });
}

function view(store: Store, sessionId: string): CacheStore & PossiblyExtendedCacheStore {
  const prefix = `${sessionId}/`;
  return {
    get: <T>(key: string) => store.get(prefix + key) as T | undefined,
    set: (key, value) => void store.set(prefix + key, value as NonNullable<unknown>),
    del: (key) => void store.delete(prefix + key),
    flushAll: () => {
      for (const key of store.keys()) if (key.startsWith(prefix)) store.delete(key);
    },
  };
}
