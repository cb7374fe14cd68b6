export interface TestRedis {
  url: string;
  /** Forgets everything. */
  flush: () => Promise<void>;
  /** Every client loses its connection, and everything is forgotten. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts a Redis on a free port, or gives the one of REDIS_URL. Throws with the ways to get one where there is none. */
export function redisForTests(): Promise<TestRedis>;
