import type { Redis } from 'ioredis';
import { MeasuredRedis, tellConnection } from './redis-metrics.js';

const COMMAND_LIMIT_MS = 100;
const RECONNECT_MS = 250;

/**
 * A connection to what may be forgotten. While Redis is away, commands fail at once: they are neither queued nor repeated.
 * `connect` goes on trying for ever; nobody has to wait for it.
 */
export class RedisConnection {
  readonly commands: Redis;

  constructor(url: string) {
    this.commands = new MeasuredRedis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_LIMIT_MS,
      retryStrategy: () => RECONNECT_MS,
    });
    // The transport, which is on the same Redis, tells of outages.
    this.commands.on('error', () => undefined);
  }

  connect(): void {
    tellConnection(this.commands);
    this.commands.connect().catch(() => undefined);
  }

  close(): void {
    this.commands.disconnect();
  }
}
