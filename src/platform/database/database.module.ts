import { type DynamicModule, Injectable, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions, type Logger } from 'typeorm';
import type { AppConfig } from '../config/index.js';
import { Readiness } from '../health/index.js';
import { DatabaseClock } from './database-clock.service.js';
import { LeanClient } from './lean-client.js';
import { measurePool } from './pool-metrics.js';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/**
 * Connections of one process. PostgreSQL takes 100 in all unless told otherwise: enough for two gateways and four workers,
 * each of which has one more for its heartbeat, while some of them are being replaced.
 */
const POOL_SIZE = { all: 20, gateway: 16, worker: 8 };

/** Not ready while the database does not answer. */
@Injectable()
class DatabaseHealth implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    measurePool(this.dataSource);
    this.readiness.register('database', async () => void (await this.dataSource.query('select 1')));
  }
}

@Module({})
export class DatabaseModule {
  /**
   * Connects while the application boots; the database may come up later than we do, within 30 s. `databaseUrl` is the
   * configured one or that of the embedded server. Entities are those of `TypeOrmModule.forFeature`, and `entities`. Needs
   * HealthModule.
   */
  static forRoot(config: AppConfig, databaseUrl: string, entities: Type[] = []): DynamicModule {
    const name = `wagate ${config.role} ${config.workerId}`;
    const options = { ...connectionOptions(databaseUrl, name, POOL_SIZE[config.role]), entities };
    const patience = { retryAttempts: 30, retryDelay: 1000, autoLoadEntities: true };
    return {
      module: DatabaseModule,
      global: true,
      imports: [TypeOrmModule.forRoot({ ...options, ...patience })],
      providers: [DatabaseHealth, DatabaseClock],
      exports: [DatabaseClock],
    };
  }
}

/** TypeORM's lines hold statements with their parameters, and it writes some even with `logging: false`. */
const SILENT: Logger = {
  log: () => undefined,
  logMigration: () => undefined,
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
};

/** How every part of the product connects. Only migrations make the schema. */
export function connectionOptions(url: string, applicationName: string, poolSize: number): PostgresOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    synchronize: false,
    logger: SILENT,
    connectTimeoutMS: 5_000,
    extra: {
      Client: LeanClient,
      connectionTimeoutMillis: 10_000,
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
    },
  };
}
