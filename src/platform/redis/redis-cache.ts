import { Cache } from './cache.js';
import type { RedisConnection } from './redis-connection.js';

const PREFIX = 'wagate:';

/** While Redis is away it knows nothing. */
export class RedisCache extends Cache {
  constructor(private readonly redis: RedisConnection) {
    super();
  }

  async get(key: string): Promise<string | undefined> {
    return (await quietly(this.redis.commands.get(PREFIX + key))) ?? undefined;
  }

  set(key: string, value: string, ttlMs: number): void {
    void quietly(this.redis.commands.set(PREFIX + key, value, 'PX', ttlMs));
  }

  add(key: string, value: string, ttlMs: number): void {
    void quietly(this.redis.commands.set(PREFIX + key, value, 'PX', ttlMs, 'NX'));
  }

  forget(key: string): void {
    void quietly(this.redis.commands.del(PREFIX + key));
  }
}

async function quietly<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command;
  } catch {
    return undefined;
  }
}
