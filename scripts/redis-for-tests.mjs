// A Redis for tests that need one: REDIS_URL, else redis-server or valkey-server from the PATH, else (Debian, as root) installed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { installPackage } from './debian-package.mjs';

const START_LIMIT_MS = 10_000;

/** @returns {Promise<import('./redis-for-tests.d.mts').TestRedis>} */
export async function redisForTests() {
  if (process.env.REDIS_URL) return givenRedis(process.env.REDIS_URL);
  const program = findServer() ?? (installPackage('redis-server') ? findServer() : undefined);
  if (!program) {
    throw new Error(
      'These tests need Redis. Set REDIS_URL to one, or put redis-server or valkey-server on the PATH ' +
        '(apt install redis-server, brew install redis).',
    );
  }
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await startServer(program, port);
  return {
    url,
    flush: () => command(url, (redis) => redis.flushall()),
    restart: async () => {
      await end(server);
      server = await startServer(program, port);
    },
    stop: () => end(server),
  };
}

/** Others may use it as well: only what is ours is touched, and to its clients a lost connection looks like a restart. */
function givenRedis(url) {
  const kill = (redis) => Promise.all(['normal', 'pubsub'].map((type) => redis.client('KILL', 'TYPE', type)));
  const flush = () => command(url, async (redis) => redis.unlink('', ...(await redis.keys('wagate:*'))));
  return { url, flush, restart: () => flush().then(() => command(url, kill)), stop: async () => {} };
}

async function command(url, use) {
  const redis = new Redis(url);
  try {
    await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function startServer(program, port) {
  const options = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'].map(String);
  const server = spawn(program, options, { stdio: 'ignore' });
  await untilListening(port, server);
  return server;
}

async function end(server) {
  server.kill('SIGTERM');
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
}

function findServer() {
  return ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(port, server) {
  const deadline = performance.now() + START_LIMIT_MS;
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`Redis ended with code ${server.exitCode} while it started`);
    if (performance.now() > deadline) throw new Error(`Redis does not listen after ${START_LIMIT_MS} ms`);
    await delay(20);
  }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const answer = (accepted) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
