import { MemoryCache } from '../platform/redis/index.js';
import type { Accounts } from './accounts.repository.js';
import { type Route, Routes } from './routes.repository.js';

/** Routes over a database in which `owner` holds every account. */
function routesTo(owner: Route | null) {
  const cache = new MemoryCache();
  const database = { owner, asked: 0 };
  const find = async () => {
    database.asked++;
    return database.owner && { ownerWorker: database.owner.workerId, epoch: database.owner.epoch };
  };
  return { cache, database, routes: new Routes(cache, { find } as unknown as Accounts) };
}

const first: Route = { workerId: 'w1', epoch: '7' };
const second: Route = { workerId: 'w2', epoch: '8' };

it('asks the database once for many questions', async () => {
  const { routes, database } = routesTo(first);
  expect(await routes.find('shop')).toEqual(first);
  expect(await routes.find('shop')).toEqual(first);
  expect(database.asked).toBe(1);
});

it('knows of a new owner without asking', async () => {
  const { routes, database } = routesTo(first);
  await routes.find('shop');
  routes.tell('shop', second);
  expect(await routes.find('shop')).toEqual(second);
  expect(database.asked).toBe(1);
});

it('finds the new owner of an account whose route is out of date', async () => {
  const { routes, database } = routesTo(first);
  await routes.find('shop');
  database.owner = second;
  expect(await routes.find('shop')).toEqual(first);
  expect(await routes.findAnew('shop')).toEqual(second);
  expect(await routes.find('shop')).toEqual(second);
});

it('does not put an old owner in the place of a newer one that came meanwhile', async () => {
  const { routes } = routesTo(first);
  const slow = routes.find('shop');
  routes.tell('shop', second);
  await slow;
  expect(await routes.find('shop')).toEqual(second);
});

it('does not remember that nobody holds an account', async () => {
  const { routes, database } = routesTo(null);
  expect(await routes.find('shop')).toBeNull();
  database.owner = first;
  expect(await routes.find('shop')).toEqual(first);
});

it('takes what it can not read for nothing', async () => {
  const { cache, routes } = routesTo(first);
  for (const text of ['', '{', 'null', '{"workerId":1}']) {
    cache.set('route:shop', text, 1_000);
    expect(await routes.find('shop')).toEqual(first);
  }
});
