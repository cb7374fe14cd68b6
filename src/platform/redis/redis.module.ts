import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { AppConfig } from '../config/index.js';
import { Readiness } from '../health/index.js';
import { Cache } from './cache.js';
import { Counters } from './counters.js';
import { MemoryCache } from './memory-cache.js';
import { RedisCache } from './redis-cache.js';
import { RedisConnection } from './redis-connection.js';

const REDIS = Symbol('Redis');

/** Connects with the application, and ends with it. Without it hints come late and every process counts for itself. */
@Injectable()
class RedisLife implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly redis: RedisConnection | null,
    private readonly readiness: Readiness,
  ) {}

  onApplicationBootstrap(): void {
    const { redis } = this;
    if (!redis) return;
    redis.connect();
    this.readiness.register('redis', async () => void (await redis.commands.ping()), { needed: false });
  }

  onApplicationShutdown(): void {
    this.redis?.close();
  }
}

@Module({})
export class RedisModule {
  /** Makes {@link Cache} and {@link Counters} injectable everywhere. Needs HealthModule. */
  static forRoot({ role, redisUrl }: AppConfig): DynamicModule {
    const open = () => (role === 'all' || redisUrl === undefined ? null : new RedisConnection(redisUrl));
    const inject = [REDIS];
    const providers = [
      { provide: REDIS, useFactory: open },
      {
        provide: Cache,
        inject,
        useFactory: (redis: RedisConnection | null) => (redis ? new RedisCache(redis) : new MemoryCache()),
      },
      { provide: Counters, inject, useFactory: (redis: RedisConnection | null) => new Counters(redis) },
      RedisLife,
    ];
    return { module: RedisModule, global: true, providers, exports: [Cache, Counters] };
  }
}
