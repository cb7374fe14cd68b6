import { type DynamicModule, Module } from '@nestjs/common';
import type { AppConfig } from '../config/index.js';
import { Log } from '../logging/index.js';
import { Bus } from './bus.js';
import { localBusOf } from './connect.js';
import { LocalClient } from './local.transport.js';
import { RedisClient } from './redis.transport.js';

@Module({})
export class TransportModule {
  /** Makes {@link Bus} injectable everywhere. */
  static forRoot(config: AppConfig): DynamicModule {
    const bus = {
      provide: Bus,
      inject: [Log],
      useFactory: (log: Log) =>
        new Bus(config.role === 'all' ? new LocalClient(localBusOf(config)) : new RedisClient(config), log),
    };
    return { module: TransportModule, global: true, providers: [bus], exports: [Bus] };
  }
}
