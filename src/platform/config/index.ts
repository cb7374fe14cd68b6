/**
 * The configuration: the environment, validated once at boot. It owns no table, but `DATA_DIR/secrets.json`. The programs
 * (`main.ts`, `migrate.ts`) call `loadConfig`; everybody else injects {@link AppConfig}. A new variable is a property of
 * `Environment`, a field of `AppConfig` and a line of `.env.example`; a test holds the first and the last together.
 */
export { AppConfig, type ObjectStoreConfig, type Plans } from './app-config.js';
export { ConfigModule } from './config.module.js';
export { ConfigError, type DatabaseConfig, loadConfig, loadDatabaseConfig } from './load.js';
export { DaysByKind, parseDaysByKind, type PlanFigures } from './rules.js';
export { keptSecrets, type KeptSecrets } from './secrets.js';
