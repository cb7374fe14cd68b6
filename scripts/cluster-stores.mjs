// The stores of a cluster on this machine, for trying and for measuring: PostgreSQL with fsync on, Redis, an S3 server, and secrets.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { redisForTests } from './redis-for-tests.mjs';

const SILENT = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, () => {}]));

/** Needs the build. `env` is what gateways and workers are to be told; `folder` holds the data. */
export async function startClusterStores(folder) {
  const { startEmbeddedPostgres } = await import('../dist/platform/embedded-postgres/index.js');
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: SILENT });
  const redis = await redisForTests();
  const objects = await startObjects(join(folder, 'objects'));
  const env = {
    DATABASE_URL: postgres.url,
    WORKER_DATABASE_URL: postgres.url.replace(/\/\/[^@]+@/, `//wagate_shard:${secret()}@`),
    REDIS_URL: redis.url,
    ...objects.env,
    WORKER_AUTH_TOKEN: secret(),
    JWT_SECRET: secret(),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
  const stop = async () => {
    objects.child.kill('SIGTERM');
    await redis.stop();
    await postgres.stop();
  };
  return { env, postgresPid: postgres.pid, stop };
}

async function startObjects(folder) {
  const [accessKey, secretKey] = [secret(), secret()];
  const args = ['test/support/storage-server.mjs', folder, '0', accessKey, secretKey];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const MINIO_ENDPOINT = `127.0.0.1:${JSON.parse(line).port}`;
  return { child, env: { MINIO_ENDPOINT, MINIO_ACCESS_KEY: accessKey, MINIO_SECRET_KEY: secretKey } };
}

function secret() {
  return randomBytes(24).toString('hex');
}
