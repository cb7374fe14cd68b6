/**
 * What the processes of an installation remember together for a while: copies of what is asked for often, and counts of what is
 * done. It owns no table; every key has a time to live, and losing Redis, or all that is in it, costs a question to the database
 * or a window that begins anew. In ROLE=all the process remembers by itself. The mailbox keeps its routes here, limits their
 * counts; the transport has connections of its own.
 */
export { Cache } from './cache.js';
export { type Count, Counters } from './counters.js';
export { MemoryCache } from './memory-cache.js';
export { RedisCache } from './redis-cache.js';
export { RedisConnection } from './redis-connection.js';
export { RedisModule } from './redis.module.js';
