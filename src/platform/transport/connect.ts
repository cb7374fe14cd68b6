import type { INestApplication } from '@nestjs/common';
import type { MicroserviceOptions, NestMicroservice } from '@nestjs/microservices';
import { AppConfig } from '../config/index.js';
import { Log } from '../logging/index.js';
import { validationPipe } from '../problems/index.js';
import { LocalBus, LocalServer } from './local.transport.js';
import { RedisServer } from './redis.transport.js';
import { RpcProblemFilter } from './rpc-problem.filter.js';

const localBuses = new WeakMap<AppConfig, LocalBus>();

/** One switchboard for each configuration, shared by its listener and its callers. */
export function localBusOf(config: AppConfig): LocalBus {
  const bus = localBuses.get(config) ?? new LocalBus();
  localBuses.set(config, bus);
  return bus;
}

/** The listening side, for `app.connectMicroservice`. */
export function microserviceOptions(config: AppConfig): MicroserviceOptions {
  return { strategy: config.role === 'all' ? new LocalServer(localBusOf(config), config) : new RedisServer(config) };
}

/**
 * Makes the application answer `@MessagePattern` and hear `@EventPattern`, once `startAllMicroservices` has run. Payloads are
 * validated and problems cross the wire; global guards and filters of the HTTP side do not apply.
 */
export function connectTransport(app: INestApplication): void {
  const options = microserviceOptions(app.get(AppConfig));
  const server = app.connectMicroservice<MicroserviceOptions>(options, {
    deferInitialization: true,
  }) as unknown as NestMicroservice;
  server.useGlobalFilters(new RpcProblemFilter(app.get(Log)));
  server.useGlobalPipes(validationPipe());
  // What Nest does itself unless the initialization is deferred: the handlers take the filters and pipes of this moment.
  server.registerListeners();
  server.setIsInitialized(true);
  server.setIsInitHookCalled(true);
}
