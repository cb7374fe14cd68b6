import 'reflect-metadata';
import { type AppConfig, ConfigError, loadConfig } from './platform/config/index.js';
import { pendingMigrations, runMigrations } from './platform/database/index.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres/index.js';
import { createHttpApp, serveDocs } from './platform/http/index.js';
import { createLogger, type Log, quietConsole } from './platform/logging/index.js';
import { startTracing } from './platform/tracing/index.js';
import { connectTransport } from './platform/transport/index.js';

/**
 * How long a clean end may take before the process ends anyway; less than the 10 s that supervisors give. A worker hands its
 * sessions over first: give it 60 s.
 */
const SHUTDOWN_LIMIT_MS = { all: 9_500, gateway: 9_500, worker: 55_000 };

/** What has to be undone at the end, the last first. */
const cleanups: (() => Promise<void>)[] = [];

function readConfig(): AppConfig {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The configured database, its schema checked; or, in ROLE=all, one of our own, brought up to date. */
async function readyDatabase(config: AppConfig, log: Log): Promise<string> {
  let url = config.databaseUrl;
  if (!url) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    cleanups.push(() => postgres.stop());
    url = postgres.url;
  }
  if (config.role === 'all') {
    await runMigrations(url, log);
    return url;
  }
  const pending = await pendingMigrations(url);
  if (pending.length === 0) return url;
  throw new Error(`The database is older than this program (${pending.join(', ')}). Run: node dist/migrate.js`);
}

async function boot(config: AppConfig, log: Log): Promise<void> {
  const startedAt = performance.now();
  // The last to stop, so that the spans of the end are sent too.
  cleanups.push(await startTracing(config, log));
  const databaseUrl = await readyDatabase(config, log);
  const { AppModule } = await import('./app.module.js');
  const app = await createHttpApp(await AppModule.forRole(config, databaseUrl, log), config, log);
  cleanups.push(() => app.close());
  if (config.role !== 'worker') {
    const { addDashboard } = await import('./gateway/dashboard/index.js');
    const { gatewayDocument, placeGatewayRoutes } = await import('./openapi.js');
    placeGatewayRoutes(app);
    serveDocs(app, () => gatewayDocument(app));
    addDashboard(app.getHttpAdapter().getInstance());
  } else {
    const { workerDocument } = await import('./openapi-worker.js');
    serveDocs(app, () => workerDocument(app));
  }
  connectTransport(app);
  await app.startAllMicroservices();
  await app.listen(config.role === 'worker' ? config.workerPort : config.port, config.host);
  announce(config, await app.getUrl(), Math.round(performance.now() - startedAt), log);
}

/** One line for machines; for people also where to look. */
function announce(config: AppConfig, listening: string, ms: number, log: Log): void {
  const url = listening.replace(/0\.0\.0\.0|\[::1?\]/, 'localhost');
  const data = config.databaseUrl ? undefined : config.dataDir;
  const { role, workerId } = config;
  const docs = `${url}/docs`;
  log.info({ role, workerId, url, docs, data, ms }, 'ready');
  if (config.logFormat !== 'pretty' || role === 'worker') return;
  process.stdout.write(
    [
      '',
      `  WaGate is ready (${(ms / 1000).toFixed(1)} s)`,
      `  Dashboard  ${url}/dashboard`,
      `  API        ${url}/api/v1`,
      `  Docs       ${docs}`,
      ...(data ? [`  Data       ${data}`] : []),
      '',
      '',
    ].join('\n'),
  );
}

async function shutDown(reason: string, exitCode: number, log: Log): Promise<never> {
  log.info({ reason }, 'stopping');
  const limitMs = SHUTDOWN_LIMIT_MS[config.role];
  setTimeout(() => {
    log.error({ limitMs }, 'not stopped in time');
    process.exit(1);
  }, limitMs).unref();
  for (const cleanUp of cleanups.splice(0).reverse()) {
    await cleanUp().catch((err: unknown) => log.error({ err }, 'a part could not be stopped'));
  }
  log.info({ reason }, 'stopped');
  process.exit(exitCode);
}

const config = readConfig();
const log = createLogger(config);
quietConsole(log);
let stopping = false;
const stop = (reason: string, exitCode = 0) => {
  if (stopping) return;
  stopping = true;
  void shutDown(reason, exitCode, log);
};
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
// Libraries reject where nobody listens (Baileys after a lost socket): that must not take all sessions down.
process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));
process.on('uncaughtException', (err) => {
  log.error({ err }, 'uncaught exception');
  stop('uncaught exception', 1);
});
try {
  await boot(config, log);
} catch (err) {
  log.error({ err }, 'could not start');
  process.stderr.write(`WaGate could not start: ${err instanceof Error ? err.message : String(err)}\n`);
  stop('failed start', 1);
}
