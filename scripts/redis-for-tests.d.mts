/** Starts a Redis on a free port, or gives the one of REDIS_URL. Throws with the ways to get one where there is none. */
export function redisForTests(): Promise<{ url: string; stop: () => Promise<void> }>;
