import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { redisForTests } from '../../scripts/redis-for-tests.mjs';
import { Counters, RedisCache, RedisConnection } from '../../src/platform/redis/index.js';
import { eventually } from '../support/eventually.js';
import { Line } from '../support/line.js';

const KEY = `test:${randomUUID()}`;

let redis: Awaited<ReturnType<typeof redisForTests>>;
let line: Line;
let direct: Redis;
let connection: RedisConnection;
let cache: RedisCache;

beforeAll(async () => {
  redis = await redisForTests();
  line = await Line.to(redis.url);
  direct = new Redis(redis.url);
  connection = new RedisConnection(line.url);
  cache = new RedisCache(connection);
  connection.connect();
  await works();
}, 400_000);

afterAll(async () => {
  connection?.close();
  await direct?.quit();
  await line?.cut();
  await redis?.stop();
});

const works = () =>
  eventually('a memory', async () => {
    cache.set(`${KEY}:probe`, 'x', 5_000);
    return (await cache.get(`${KEY}:probe`)) === 'x';
  });

it('gives what was set, for as long as it lives', async () => {
  cache.set(KEY, 'one', 300);
  expect(await cache.get(KEY)).toBe('one');
  await eventually('the end of it', async () => (await cache.get(KEY)) === undefined, 2_000);
});

it('keeps nothing without an end', async () => {
  cache.set(`${KEY}:set`, 'x', 60_000);
  cache.add(`${KEY}:add`, 'x', 60_000);
  expect(await cache.get(`${KEY}:add`)).toBe('x');
  for (const key of [`wagate:${KEY}:set`, `wagate:${KEY}:add`]) expect(await direct.pttl(key)).toBeGreaterThan(0);
});

it('adds only where nothing is', async () => {
  cache.set(`${KEY}:a`, 'first', 60_000);
  cache.add(`${KEY}:a`, 'second', 60_000);
  expect(await cache.get(`${KEY}:a`)).toBe('first');
  cache.forget(`${KEY}:a`);
  cache.add(`${KEY}:a`, 'second', 60_000);
  expect(await cache.get(`${KEY}:a`)).toBe('second');
});

it('counts by windows, over all processes that ask', async () => {
  const other = new RedisConnection(redis.url);
  other.connect();
  await eventually('a second process', async () => other.commands.status === 'ready');
  const [mine, others] = [new Counters(connection), new Counters(other)];
  const key = `${KEY}:count`;
  const totals = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => (await (n % 2 ? mine : others).add(key, 1, 60)).total),
  );
  expect(totals.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(await mine.add(key, -5, 60)).toEqual({ total: 15, secondsLeft: 60 });
  expect(await direct.pttl(`wagate:count:${key}`)).toBeGreaterThan(0);
  other.close();
});

it('knows nothing while Redis is away, without waiting, and works again when it is back', async () => {
  await line.cut();
  await eventually('loss', async () => (await cache.get(`${KEY}:probe`)) === undefined);
  const askedAt = performance.now();
  cache.set(KEY, 'x', 60_000);
  expect(await cache.get(KEY)).toBeUndefined();
  // Whoever counts does so alone meanwhile.
  const counters = new Counters(connection);
  await counters.add(`${KEY}:alone`, 2, 60);
  expect(await counters.add(`${KEY}:alone`, 1, 60)).toMatchObject({ total: 3 });
  expect(performance.now() - askedAt).toBeLessThan(500);
  await line.restore();
  await works();
});
