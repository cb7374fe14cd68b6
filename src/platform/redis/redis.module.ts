import {
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { AppConfig } from '../config/index.js';
import { Cache } from './cache.js';
import { MemoryCache } from './memory-cache.js';
import { RedisCache } from './redis-cache.js';

/** Connects with the application, and ends with it. */
@Injectable()
class CacheConnection implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly cache: Cache) {}

  onApplicationBootstrap(): void {
    if (this.cache instanceof RedisCache) this.cache.connect();
  }

  onApplicationShutdown(): void {
    if (this.cache instanceof RedisCache) this.cache.close();
  }
}

@Module({})
export class RedisModule {
  /** Makes {@link Cache} injectable everywhere. */
  static forRoot({ role, redisUrl }: AppConfig): DynamicModule {
    const useFactory = () => (role === 'all' || redisUrl === undefined ? new MemoryCache() : new RedisCache(redisUrl));
    const providers = [{ provide: Cache, useFactory }, CacheConnection];
    return { module: RedisModule, global: true, providers, exports: [Cache] };
  }
}
