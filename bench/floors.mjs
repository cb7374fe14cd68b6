// What the machine can do at all: a row in PostgreSQL, a command of Redis, an answer of Fastify, and a signed POST to a receiver, each
// with nothing around it. No gateway can be faster than these; they say how much of a figure is the machine's.
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { redisForTests } from '../scripts/redis-for-tests.mjs';
import { inFlight } from './support/load.mjs';
import { MessageTable } from './support/message-table.mjs';
import { percentile } from './support/numbers.mjs';

const AT_ONCE = 32;
const POSTS_AT_ONCE = 64;
const BODY = JSON.stringify({ type: 'message.received', sessionId: 'bench', text: 'Your order is ready.' });

export const row = {
  name: 'floors',
  async run({ gateway, quick }) {
    const count = quick ? 200 : 3_000;
    const table = await MessageTable.create(await gateway.postgres(), 'bench_floors');
    try {
      return [
        ...(await floorOf('row into PostgreSQL', count, () => table.insert())),
        ...(await redisFloor(count)),
        ...(await fastifyFloor('Fastify, an empty answer', count, () => ({}))),
        ...(await fastifyFloor('Fastify, a row before the answer', count, () => table.insert().then(() => ({})))),
        await postFloor(count),
      ];
    } finally {
      await table.end();
    }
  },
};

/** One at a time, and many at once. */
async function floorOf(what, count, work, atOnce = AT_ONCE) {
  await inFlight(atOnce, Math.ceil(count / 5), work);
  const alone = await inFlight(1, Math.ceil(count / 5), work);
  const many = await inFlight(atOnce, count, work);
  return [
    { what: `${what}, one at a time, p50`, unit: 'ms', baseline: percentile(alone.latencies, 0.5) },
    { what: `${what}, ${atOnce} at once`, unit: '1/s', baseline: (count / many.ms) * 1000 },
  ];
}

async function redisFloor(count) {
  const server = await redisForTests();
  const redis = new Redis(server.url);
  try {
    let next = 0;
    return await floorOf('SET in Redis', count, () => redis.set(`bench:${next++ % 100}`, BODY));
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

async function fastifyFloor(what, count, answer) {
  const app = fastify();
  app.post('/', answer);
  const http = new Pool(await app.listen({ host: '127.0.0.1', port: 0 }), { connections: AT_ONCE });
  const headers = { 'content-type': 'application/json' };
  const ask = async () => {
    const { body } = await http.request({ method: 'POST', path: '/', headers, body: BODY });
    await body.dump();
  };
  try {
    return await floorOf(what, count, ask);
  } finally {
    await http.close();
    await app.close();
  }
}

/** Signed as a webhook is; sender and receiver are this process. */
async function postFloor(count) {
  const receiver = createServer((request, response) => request.resume().on('end', () => response.end()));
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const http = new Pool(`http://127.0.0.1:${receiver.address().port}`, { connections: POSTS_AT_ONCE });
  const key = randomBytes(32);
  const post = async (n) => {
    const signature = createHmac('sha256', key).update(`evt_${n}.0.${BODY}`).digest('base64');
    const headers = { 'webhook-id': `evt_${n}`, 'webhook-timestamp': '0', 'webhook-signature': `v1,${signature}` };
    const { body } = await http.request({ method: 'POST', path: '/', headers, body: BODY });
    await body.dump();
  };
  try {
    const [, line] = await floorOf('signed POST on this machine', count, post, POSTS_AT_ONCE);
    return line;
  } finally {
    await http.close();
    receiver.close();
  }
}
