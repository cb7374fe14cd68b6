import { Redis } from 'ioredis';
import { Cache } from './cache.js';

const PREFIX = 'wagate:';
const COMMAND_LIMIT_MS = 100;
const RECONNECT_MS = 250;

/** While Redis is away it knows nothing, at once: commands are neither queued nor repeated. */
export class RedisCache extends Cache {
  private readonly redis: Redis;

  constructor(url: string) {
    super();
    this.redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_LIMIT_MS,
      retryStrategy: () => RECONNECT_MS,
    });
    // The transport, which is on the same Redis, tells of outages.
    this.redis.on('error', () => undefined);
  }

  /** Goes on trying for ever; nobody has to wait for it. */
  connect(): void {
    void quietly(this.redis.connect());
  }

  close(): void {
    this.redis.disconnect();
  }

  async get(key: string): Promise<string | undefined> {
    return (await quietly(this.redis.get(PREFIX + key))) ?? undefined;
  }

  set(key: string, value: string, ttlMs: number): void {
    void quietly(this.redis.set(PREFIX + key, value, 'PX', ttlMs));
  }

  add(key: string, value: string, ttlMs: number): void {
    void quietly(this.redis.set(PREFIX + key, value, 'PX', ttlMs, 'NX'));
  }

  forget(key: string): void {
    void quietly(this.redis.del(PREFIX + key));
  }
}

async function quietly<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command;
  } catch {
    return undefined;
  }
}
