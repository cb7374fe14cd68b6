/**
 * What the processes of an installation remember together for a while: copies of what is asked for often. It owns no table;
 * every key has a time to live, and losing Redis, or all that is in it, costs a question to the database. In ROLE=all the
 * process remembers by itself. The mailbox keeps its routes here; the transport has connections of its own.
 */
export { Cache } from './cache.js';
export { MemoryCache } from './memory-cache.js';
export { RedisCache } from './redis-cache.js';
export { RedisModule } from './redis.module.js';
