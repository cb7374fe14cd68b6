import { type DynamicModule, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { AppConfig } from '../config/index.js';
import { Readiness } from '../health/index.js';
import { Log } from '../logging/index.js';
import { Loop } from '../loop/index.js';
import { MeasuredStore } from './measured-store.js';
import { ObjectStore } from './object-store.js';
import { openObjectStore } from './open.js';
import { SealedObjects } from './sealed-objects.js';
import { Spool } from './spool.js';

const CLEANING_EVERY_MS = 3_600_000;
/** No body takes a day; what is older was left by a crash. */
const LEFT_OVER_AFTER_MS = 24 * 3_600_000;
const STOP_LIMIT_MS = 1_000;

/** The store's state is shown but stops nothing: texts and take-overs do without it. */
@Injectable()
class StorageUpkeep implements OnModuleInit, OnApplicationShutdown {
  private readonly cleaning: Loop;

  constructor(
    private readonly store: ObjectStore,
    private readonly spool: Spool,
    private readonly readiness: Readiness,
    private readonly log: Log,
  ) {
    this.cleaning = new Loop({ name: 'left uploads', run: () => this.clean(), idleMs: CLEANING_EVERY_MS, log });
  }

  onModuleInit(): void {
    this.log.info({ store: this.store.description }, 'objects are kept here');
    this.readiness.register('storage', () => this.store.ready(), { needed: false });
    this.cleaning.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.cleaning.stop(STOP_LIMIT_MS);
    this.store.close();
  }

  private async clean(): Promise<'idle'> {
    const files = await this.spool.clean(LEFT_OVER_AFTER_MS);
    if (files > 0) this.log.info({ files }, 'left uploads removed');
    return 'idle';
  }
}

@Module({})
export class ObjectStoreModule {
  /** S3 where the configuration names a server, else files below DATA_DIR/objects. Needs HealthModule. */
  static async forRoot(config: AppConfig): Promise<DynamicModule> {
    const { store, spool } = await openObjectStore(config);
    return {
      module: ObjectStoreModule,
      global: true,
      providers: [
        { provide: Spool, useValue: spool },
        { provide: ObjectStore, useValue: new MeasuredStore(store) },
        SealedObjects,
        StorageUpkeep,
      ],
      exports: [ObjectStore, SealedObjects],
    };
  }
}
