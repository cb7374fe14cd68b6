import { LRUCache } from 'lru-cache';
import { Cache } from './cache.js';

const MAX_KEYS = 10_000;

/** The memory of an installation that is one process. */
export class MemoryCache extends Cache {
  private readonly values = new LRUCache<string, string>({ max: MAX_KEYS });

  async get(key: string): Promise<string | undefined> {
    return this.values.get(key);
  }

  set(key: string, value: string, ttlMs: number): void {
    this.values.set(key, value, { ttl: ttlMs });
  }

  add(key: string, value: string, ttlMs: number): void {
    if (!this.values.has(key)) this.set(key, value, ttlMs);
  }

  forget(key: string): void {
    this.values.delete(key);
  }
}
