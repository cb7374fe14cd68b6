import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RedisConnection } from './redis-connection.js';

/** Who asks compares the total with a limit of its own; the library wants one as well. */
const NO_LIMIT = { points: Number.MAX_SAFE_INTEGER, duration: 1 };

/** What a window has counted so far. */
export interface Count {
  total: number;
  /** Until the window ends and the next begins at 0. */
  secondsLeft: number;
}

/**
 * Counts by key within windows of time, each of which begins with its first count. Over all processes of an installation while
 * Redis answers; while it does not, every process counts for itself. Never throws, and never takes longer than 100 ms.
 */
export class Counters {
  private readonly limiter: RateLimiterMemory | RateLimiterRedis;

  /** Null: the process is alone. */
  constructor(redis: RedisConnection | null) {
    const alone = new RateLimiterMemory(NO_LIMIT);
    this.limiter = redis
      ? new RateLimiterRedis({
          ...NO_LIMIT,
          storeClient: redis.commands,
          keyPrefix: 'wagate:count',
          insuranceLimiter: alone,
        })
      : alone;
  }

  /** A negative amount takes back what was counted before. The window is of `windowSeconds` if the key begins one. */
  async add(key: string, amount: number, windowSeconds: number): Promise<Count> {
    const counted = await this.limiter.penalty(key, amount, { customDuration: windowSeconds });
    return { total: counted.consumedPoints, secondsLeft: Math.max(1, Math.ceil(counted.msBeforeNext / 1000)) };
  }
}
