import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { Keyring } from '../crypto/index.js';
import { AppConfig, type ObjectStoreConfig, type Plans } from './app-config.js';
import { Environment } from './environment.js';
import { parseKeys, parseOrigins, parsePlan, parseSchedule } from './rules.js';
import { keptSecrets } from './secrets.js';

/** One line per bad variable: what is expected of it, never what was given. */
export class ConfigError extends Error {
  constructor(complaints: string[]) {
    super(`The configuration is wrong:\n${complaints.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the whole configuration or throws one {@link ConfigError} that names every bad variable. Given the environment of the
 * process, it first fills the gaps from `.env` in the working directory. ROLE=all needs no variable: it makes its secrets itself.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): AppConfig {
  const settings = parse(env);
  const errors = validateSync(settings);
  if (errors.length > 0) throw new ConfigError(errors.flatMap(complaints));
  const dataDir = resolve(settings.DATA_DIR);
  return new AppConfig(settings, {
    ...secretsOf(settings, dataDir),
    dataDir,
    workerId: settings.WORKER_ID ?? defaultWorkerId(settings.ROLE),
    logFormat: logFormatOf(settings),
    webhookScheduleMs: (parseSchedule(settings.WEBHOOK_SCHEDULE) ?? []).map((seconds) => Math.round(seconds * 1000)),
    objectStore: objectStoreOf(settings),
    plans: plansOf(settings),
    searchPath: env['PATH'] ?? '',
    corsOrigins: parseOrigins(settings.CORS_ORIGINS)!,
  });
}

export interface DatabaseConfig extends Pick<AppConfig, 'databaseUrl' | 'dataDir' | 'logLevel' | 'logFormat'> {
  /** Who workers connect as, where they are to have a login of their own. */
  workerLogin: { user: string; password: string } | undefined;
}

/** What the migration program needs, whatever the role: no secret is asked for, and none is made. */
export function loadDatabaseConfig(env: NodeJS.ProcessEnv = process.env): DatabaseConfig {
  const settings = parse(env);
  const relevant = ['DATABASE_URL', 'WORKER_DATABASE_URL', 'DATA_DIR', 'LOG_LEVEL', 'LOG_FORMAT', 'ROLE'];
  const errors = validateSync(settings).filter((error) => relevant.includes(error.property));
  if (errors.length > 0) throw new ConfigError(errors.flatMap(complaints));
  return {
    databaseUrl: settings.DATABASE_URL,
    dataDir: resolve(settings.DATA_DIR),
    logLevel: settings.LOG_LEVEL,
    logFormat: logFormatOf(settings),
    workerLogin: loginOf(settings.WORKER_DATABASE_URL),
  };
}

function loginOf(url: string | undefined): DatabaseConfig['workerLogin'] {
  if (url === undefined) return undefined;
  const { username, password } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** Compose files pass unset variables as empty strings: empty means not given. */
function parse(env: NodeJS.ProcessEnv): Environment {
  if (env === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return plainToInstance(Environment, given, { excludeExtraneousValues: true, exposeDefaultValues: true });
}

function complaints(error: ValidationError): string[] {
  return Object.values(error.constraints ?? {});
}

/** A worker signs no tokens; it gets a secret nobody knows rather than an empty one. */
function secretsOf(settings: Environment, dataDir: string): { jwtSecret: string; keyring: Keyring } {
  const complete = settings.JWT_SECRET !== undefined && settings.ENCRYPTION_KEY !== undefined;
  const kept = settings.ROLE === 'all' && !complete ? keptSecrets(dataDir) : undefined;
  return {
    jwtSecret: settings.JWT_SECRET ?? kept?.jwtSecret ?? randomBytes(48).toString('base64url'),
    keyring: Keyring.of(
      Buffer.from(settings.ENCRYPTION_KEY ?? kept?.encryptionKey ?? '', 'base64'),
      parseKeys(settings.ENCRYPTION_KEYS_PREVIOUS)!,
    ),
  };
}

function defaultWorkerId(role: Environment['ROLE']): string {
  return role === 'all'
    ? 'local'
    : hostname()
        .replace(/[^A-Za-z0-9._-]/g, '-')
        .slice(0, 64);
}

function logFormatOf(settings: Environment): 'json' | 'pretty' {
  return settings.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json');
}

function plansOf({ PLAN_BASIC, PLAN_PRO, PLAN_MAX }: Environment): Plans {
  return { BASIC: parsePlan(PLAN_BASIC)!, PRO: parsePlan(PLAN_PRO)!, MAX: parsePlan(PLAN_MAX)! };
}

function objectStoreOf(settings: Environment): ObjectStoreConfig | undefined {
  const { MINIO_ENDPOINT, MINIO_ACCESS_KEY, MINIO_SECRET_KEY, MINIO_BUCKET_NAME, MINIO_USE_SSL } = settings;
  if (!MINIO_ENDPOINT || !MINIO_ACCESS_KEY || !MINIO_SECRET_KEY) return undefined;
  const [endpoint = '', port] = MINIO_ENDPOINT.split(':');
  return {
    endpoint,
    port: port ? Number(port) : MINIO_USE_SSL ? 443 : 80,
    accessKey: MINIO_ACCESS_KEY,
    secretKey: MINIO_SECRET_KEY,
    bucket: MINIO_BUCKET_NAME,
    useSsl: MINIO_USE_SSL,
  };
}
