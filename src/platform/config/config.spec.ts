import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { Keyring } from '../crypto/index.js';
import { Environment } from './environment.js';
import { ConfigError, keptSecrets, loadConfig, loadDatabaseConfig } from './index.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wagate-config-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7 + 1)).toString('base64');
const gateway = (): Record<string, string> => ({
  ROLE: 'gateway',
  DATABASE_URL: 'postgres://wagate:pw@db:5432/wagate',
  REDIS_URL: 'redis://redis:6379',
  MINIO_ENDPOINT: 'minio:9000',
  MINIO_ACCESS_KEY: 'wagate',
  MINIO_SECRET_KEY: 'r4nd0m-enough-key',
  WORKER_AUTH_TOKEN: 'a-long-token-of-the-workers',
  JWT_SECRET: 'kJ8sLq0zXv2mN4bT6yR1wE3uP5oA7dFgHc9i',
  ENCRYPTION_KEY: KEY,
  DATA_DIR: dataDir,
});

function complaintsAbout(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('the configuration was accepted');
}

it('needs nothing for ROLE=all, and keeps the secrets it made', () => {
  const first = loadConfig({ DATA_DIR: dataDir });
  const second = loadConfig({ DATA_DIR: dataDir });
  expect(first).toMatchObject({ role: 'all', port: 8000, workerId: 'local', pacing: true, databaseUrl: undefined });
  expect(first.webhookScheduleMs.slice(0, 3)).toEqual([0, 5000, 300_000]);
  expect(second.keyring.keyId).toBe(first.keyring.keyId);
  expect(second.jwtSecret).toBe(first.jwtSecret);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

it('prefers a secret of the environment to the kept one', () => {
  const kept = keptSecrets(dataDir);
  const config = loadConfig({ DATA_DIR: dataDir, ENCRYPTION_KEY: KEY });
  expect(config.keyring.keyId).toBe(Keyring.of(Buffer.from(KEY, 'base64')).keyId);
  expect(config.jwtSecret).toBe(kept.jwtSecret);
});

it('knows the keys before the one that seals, and refuses what is none', () => {
  const previous = Buffer.alloc(32, 9);
  const ENCRYPTION_KEYS_PREVIOUS = `${previous.toString('base64')}`;
  const { keyring } = loadConfig({ ...gateway(), ENCRYPTION_KEYS_PREVIOUS });
  expect(keyring.previousKeyIds).toEqual([Keyring.of(previous).keyId]);
  const message = complaintsAbout({ ...gateway(), ENCRYPTION_KEYS_PREVIOUS: `${KEY},short` });
  expect(message).toContain('ENCRYPTION_KEYS_PREVIOUS must be');
});

it('says so when the kept secrets are damaged, rather than making new ones', () => {
  writeFileSync(join(dataDir, 'secrets.json'), '{"jwtSecret":');
  expect(() => loadConfig({ DATA_DIR: dataDir })).toThrow('damaged');
});

it('accepts a complete gateway and a complete worker', () => {
  expect(loadConfig(gateway())).toMatchObject({
    role: 'gateway',
    objectStore: { endpoint: 'minio', port: 9000, bucket: 'whatsapp-sessions', useSsl: false },
  });
  const { JWT_SECRET: _, ...worker } = gateway();
  expect(loadConfig({ ...worker, ROLE: 'worker', WORKER_ID: 'w1' })).toMatchObject({
    role: 'worker',
    workerId: 'w1',
    workerMaxSessions: 50,
  });
});

it('names every missing variable of a gateway at once', () => {
  const message = complaintsAbout({ ROLE: 'gateway' });
  for (const name of Object.keys(gateway()).filter((name) => !['ROLE', 'DATA_DIR'].includes(name))) {
    expect(message).toContain(`${name} must be`);
  }
});

it('says what is expected and never what was given', () => {
  const wrong = {
    PORT: 'eighty-canary',
    PACING: 'perhaps-canary',
    DATABASE_URL: 'canary',
    JWT_SECRET: 'canary',
    LOG_LEVEL: 'canary',
  };
  const message = complaintsAbout({ ...wrong, WEBHOOK_SCHEDULE: '5,canary', WHATSAPP_WS_URL: 'http://canary' });
  for (const name of [...Object.keys(wrong), 'WEBHOOK_SCHEDULE', 'WHATSAPP_WS_URL']) expect(message).toContain(name);
  expect(message).toContain('PORT must be a port');
  expect(message).not.toContain('canary');
});

it.each([
  ['JWT_SECRET', 'a'.repeat(40)],
  ['JWT_SECRET', 'changeme'.repeat(5)],
  ['WORKER_AUTH_TOKEN', 'your-worker-token-here'],
  ['MINIO_SECRET_KEY', 'minioadmin'],
  ['ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
])('refuses a well-known %s outside ROLE=all', (name, value) => {
  expect(complaintsAbout({ ...gateway(), [name]: value })).toContain(`${name} must be`);
});

it('reads plans, and how long each kind of message is kept', () => {
  const given = { DATA_DIR: dataDir, PLAN_PRO: '7,80,0', MESSAGE_RETENTION_DAYS: '365, image=90,poll=0' };
  expect(loadConfig(given)).toMatchObject({
    plans: { PRO: { messagesPerHour: 7, callsPerHour: 80, sessions: 0 } },
    messageRetentionDays: '365, image=90,poll=0',
  });
});

it.each([
  ['PLAN_BASIC', '100,1000'],
  ['PLAN_BASIC', '-1,1,1'],
  ['MESSAGE_RETENTION_DAYS', 'image=3'],
  ['MESSAGE_RETENTION_DAYS', '365,image'],
  ['MESSAGE_RETENTION_DAYS', '4000'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
  ['OTEL_TRACES_SAMPLER_ARG', 'always'],
])('refuses %s=%s', (name, value) => {
  expect(complaintsAbout({ DATA_DIR: dataDir, [name]: value })).toContain(`${name} must be`);
});

it('traces where it is told to, all of it unless told otherwise', () => {
  expect(loadConfig({ DATA_DIR: dataDir, OTEL_TRACES_SAMPLER_ARG: '0.5' }).tracing).toBeUndefined();
  const endpoint = 'http://collector:4318';
  const given = { DATA_DIR: dataDir, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  expect(loadConfig(given).tracing).toEqual({ endpoint, serviceName: 'wagate', ratio: 1 });
  expect(loadConfig({ ...given, OTEL_TRACES_SAMPLER_ARG: '0.25' }).tracing).toMatchObject({ ratio: 0.25 });
});

it('takes origins of web pages, none of its own accord', () => {
  expect(loadConfig({ DATA_DIR: dataDir }).corsOrigins).toEqual([]);
  const CORS_ORIGINS = 'https://app.example.com, http://localhost:5173';
  expect(loadConfig({ DATA_DIR: dataDir, CORS_ORIGINS }).corsOrigins).toEqual([
    ...['https://app.example.com', 'http://localhost:5173'],
  ]);
});

it.each([
  ...['*', 'https://*.example.com', 'null', 'app.example.com', 'ftp://example.com', 'https://example.com/'],
  ...['https://example.com/app', 'https://Example.com', 'https://example.com,', 'https://a.example https://b.example'],
])('refuses %s as an origin', (CORS_ORIGINS) => {
  expect(complaintsAbout({ DATA_DIR: dataDir, CORS_ORIGINS })).toContain('CORS_ORIGINS must be');
});

it('wants the variables of the S3 server together', () => {
  expect(complaintsAbout({ DATA_DIR: dataDir, MINIO_ENDPOINT: 'minio:9000' })).toContain('MINIO_SECRET_KEY must be');
});

it('takes an empty variable for one that is not set', () => {
  expect(loadConfig({ DATA_DIR: dataDir, PORT: '', DATABASE_URL: '', PACING: '' })).toMatchObject({
    port: 8000,
    pacing: true,
  });
});

it('asks the migration program for nothing but the database', () => {
  expect(loadDatabaseConfig({ ROLE: 'all', DATA_DIR: dataDir, PORT: 'x' })).toMatchObject({ databaseUrl: undefined });
  expect(() => loadDatabaseConfig({ ROLE: 'gateway' })).toThrow('DATABASE_URL');
});

it('lists exactly the variables of .env.example', () => {
  const listed = [...readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(
    (match) => match[1],
  );
  const validated = getMetadataStorage().getTargetValidationMetadatas(Environment, '', true, false);
  expect([...new Set(listed)].sort()).toEqual([...new Set(validated.map((rule) => rule.propertyName))].sort());
});
